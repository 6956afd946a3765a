package org.emergencelaw.ingest.run;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.emergencelaw.observation.Warning;

/** What is to be known of numbers that a file does not tell outright. */
enum RunNotice {
    ITEMS_LIMITED("Only some items were evaluated (limit) in %s. Such accuracies are for testing; evaluate all items."),
    N_EVAL_FROM_STANDARD_ERROR(
            "The file does not tell the number of items of %s; it is worked out from accuracy and standard error, n ="
                    + " p(1-p)/se^2 + 1."),
    N_EVAL_FROM_CATALOGUE(
            "The file does not tell the number of items of %s; that of the usual evaluation set is taken from the"
                    + " catalogue."),
    SHOTS_UNKNOWN("The file does not tell the number of shots of %s; that of the study is assumed. Check how it was"
            + " evaluated."),
    SHOTS_DISAGREE("The file tells two numbers of shots (%s); n-shot is taken. Check how it was evaluated."),
    PARAMS_DISAGREE("Params of models.csv are not those of the file (%s). The former are taken; check their unit.");

    private static final int NAMES_SHOWN = 10;

    private final String words;

    RunNotice(String words) {
        this.words = words;
    }

    /** @param of what; at least one */
    Warning warning(List<String> of) {
        return new Warning(name().toLowerCase(Locale.ROOT), words.formatted(shown(of)));
    }

    private static String shown(List<String> names) {
        List<String> distinct = names.stream().distinct().toList();
        String first = distinct.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
        return first + (distinct.size() > NAMES_SHOWN ? " and " + (distinct.size() - NAMES_SHOWN) + " more" : "");
    }
}
