package org.emergencelaw.web.page;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.loss.LossForecast;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.workspace.Workspace;

/** The pretraining loss of a planned run by itself; a GET form, so that an address holds the plan. */
public record LossPage(Workspace workspace, Pages pages) {

    private static final List<String> FIELDS = List.of("params", "tokens", "train_flops");

    /**
     * What the page and its JSON show.
     *
     * @param loss absent before a plan was given
     */
    public record View(Study study, Optional<LossForecast> loss) {}

    /** @throws IllegalArgumentException if there is no loss for what was asked */
    public View view(Context ctx) {
        Study study = study(ctx);
        return new View(study, loss(study, form(ctx)));
    }

    public void show(Context ctx) {
        Study study = study(ctx);
        Form form = form(ctx);
        Optional<View> asked = form.submit(() -> new View(study, loss(study, form)));
        if (asked.isEmpty()) ctx.status(422);
        pages.show(
                ctx,
                "loss.jte",
                Map.of("view", asked.orElseGet(() -> new View(study, Optional.empty())), "form", form));
    }

    private Study study(Context ctx) {
        return workspace.study(ctx.pathParam("id"));
    }

    private static Form form(Context ctx) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String field : FIELDS) values.put(field, Queries.text(ctx, field).strip());
        return Form.of(values);
    }

    private Optional<LossForecast> loss(Study study, Form form) {
        if (FIELDS.stream().allMatch(field -> form.text(field).isEmpty())) return Optional.empty();
        OptionalDouble params = form.quantity("params"), tokens = form.quantity("tokens");
        OptionalDouble trainFlops = form.quantity("train_flops");
        for (String field : FIELDS)
            form.error(field).ifPresent(fault -> {
                throw new IllegalArgumentException(fault);
            });
        return Optional.of(workspace.forecasts().loss(study, params, tokens, trainFlops));
    }
}
