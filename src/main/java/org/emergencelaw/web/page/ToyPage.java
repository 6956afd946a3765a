package org.emergencelaw.web.page;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.metric.mirage.ToyCurves;
import org.emergencelaw.web.http.Pages;

/** What each metric makes of one smooth per-token law; a GET form, so that an address holds its settings. */
public record ToyPage(Pages pages) {

    private static final List<String> FIELDS = List.of("alpha", "c", "answer_tokens", "samples", "items");

    public void json(Context ctx) {
        ctx.json(curves(form(ctx)));
    }

    public void show(Context ctx) {
        Form form = form(ctx);
        Optional<ToyCurves> asked = form.submit(() -> curves(form));
        if (asked.isEmpty()) ctx.status(422);
        ToyCurves curves = asked.orElseGet(() -> ToyCurves.of(ToyCurves.Settings.DEFAULT));
        pages.show(ctx, "toy.jte", Map.of("view", curves, "data", pages.data(curves), "form", form));
    }

    /** The settings of the address; those that it does not name are the defaults. */
    private static Form form(Context ctx) {
        ToyCurves.Settings usual = ToyCurves.Settings.DEFAULT;
        Map<String, String> values = new LinkedHashMap<>(Map.of(
                "alpha", String.format(Locale.ROOT, "%s", usual.alpha()),
                "c", DisplayNumbers.count(usual.c()),
                "answer_tokens", Integer.toString(usual.answerTokens()),
                "samples", Integer.toString(usual.samples()),
                "items", Integer.toString(usual.items())));
        for (String field : FIELDS) {
            String given = ctx.queryParam(field);
            if (given != null && !given.isBlank()) values.put(field, given.strip());
        }
        return Form.of(values);
    }

    /** @throws IllegalArgumentException if a setting cannot be */
    private static ToyCurves curves(Form form) {
        ToyCurves.Settings usual = ToyCurves.Settings.DEFAULT;
        double alpha = form.quantity("alpha").orElse(Double.NaN);
        double c = form.quantity("c").orElse(Double.NaN);
        int tokens = (int) form.whole("answer_tokens", 1, 1000).orElse(0);
        int samples = (int) form.whole("samples", 1, 1000).orElse(0);
        int items = (int) form.whole("items", 1, 1_000_000).orElse(0);
        for (String field : FIELDS)
            form.error(field).ifPresent(fault -> {
                throw new IllegalArgumentException(fault);
            });
        return ToyCurves.of(new ToyCurves.Settings(alpha, c, tokens, samples, items, usual.from(), usual.to()));
    }
}
