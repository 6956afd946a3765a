package org.emergencelaw.web.page;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.ledger.Foreknowledge;
import org.emergencelaw.ledger.LockTerms;
import org.emergencelaw.workspace.LockRequest;

/** The terms of a lock, as typed. */
public final class LockForm {

    private static final List<String> FIELDS = List.of(
            "deadline",
            "seen",
            "assumptions",
            "backtest",
            "level",
            "minimum_effect",
            "model",
            "compute_tolerance",
            "answer_filter",
            "harness_version");

    private LockForm() {}

    static Form blank() {
        return Form.of(Map.of(
                "level", Double.toString(Forecaster.LEVEL),
                "minimum_effect", "0",
                "compute_tolerance", Double.toString(LockTerms.DEFAULT_TOLERANCE)));
    }

    static Form of(Context ctx) {
        return Form.of(ctx, FIELDS);
    }

    /** The terms; what is wrong with them stands in the form. */
    static Optional<LockTerms> terms(Form form, int evalItems) {
        Optional<Foreknowledge> seen = form.chosen("seen", Foreknowledge.values());
        OptionalDouble level = form.quantity("level"),
                effect = form.quantity("minimum_effect"),
                tolerance = form.quantity("compute_tolerance");
        return form.submit(() -> new LockRequest(
                        endOf(form.value("deadline")),
                        seen.orElseThrow(),
                        form.value("assumptions"),
                        Optional.of(form.value("backtest").equals("on")),
                        level,
                        effect,
                        form.text("model"),
                        tolerance,
                        form.text("answer_filter"),
                        form.text("harness_version"))
                .terms(evalItems));
    }

    /** A day is meant to its end. */
    public static Instant endOf(String day) {
        if (day.isBlank()) throw new IllegalArgumentException("deadline must be a day such as 2027-06-30, was empty");
        try {
            return LocalDate.parse(day).atTime(LocalTime.of(23, 59, 59)).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException broken) {
            throw new IllegalArgumentException("deadline must be a day such as 2027-06-30, was " + day, broken);
        }
    }
}
