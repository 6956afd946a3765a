package org.emergencelaw.plausibility;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Warning;

/** What was found of one kind, in the order of the rows, as one sentence. */
final class Findings {

    private static final int SHOWN = 3;

    private static final MathContext DIGITS = new MathContext(6);

    private final Set<String> found = new LinkedHashSet<>();

    void add(String what) {
        found.add(what);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** A number in few digits, for a sentence. */
    static String number(double value) {
        return NumberText.text(new BigDecimal(value).round(DIGITS).doubleValue());
    }

    /** One warning, with the first few of what was found; absent where nothing was. */
    Optional<Warning> warning(String code, String before, String after) {
        if (found.isEmpty()) return Optional.empty();
        List<String> first = new ArrayList<>(found).subList(0, Math.min(SHOWN, found.size()));
        String more = found.size() > SHOWN ? "; and " + (found.size() - SHOWN) + " more" : "";
        String all = String.join("; ", first) + more;
        return Optional.of(new Warning(code, before + all + (all.endsWith("?") ? " " : ". ") + after));
    }
}
