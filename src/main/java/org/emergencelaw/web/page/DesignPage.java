package org.emergencelaw.web.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.forecast.design.DesignComparison;
import org.emergencelaw.forecast.design.StudyDesign;
import org.emergencelaw.web.http.JsonBody;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.web.http.Queries;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.oneshot.DesignRequest;

/** Before there are rows: which checkpoints to finetune on what; a GET form, so that an address holds the question. */
public record DesignPage(Workspace workspace, Pages pages) {

    private static final FormRecord<DesignRequest> QUESTION =
            FormRecord.of(DesignRequest.class).within("shots", 0, 100_000);

    /**
     * What the page and its JSON show.
     *
     * @param comparison absent until something is asked
     */
    public record View(Optional<DesignComparison> comparison) {

        /** The rows of a design as a file. */
        public static String template(Form asked, StudyDesign design) {
            StringBuilder address = new StringBuilder("/design.csv?");
            for (String field : QUESTION.fields())
                if (asked.text(field).isPresent())
                    address.append(field)
                            .append('=')
                            .append(Form.inAddress(asked.value(field)))
                            .append('&');
            return address.append("checkpoints=")
                    .append(design.params().size())
                    .append("&amounts=")
                    .append(design.amounts().size())
                    .append("&seeds=")
                    .append(design.seeds())
                    .toString();
        }
    }

    public View view(Context ctx) {
        Form form = form(ctx);
        View view = view(form);
        form.fault().ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        return view;
    }

    private View view(Form form) {
        boolean asked =
                QUESTION.fields().stream().anyMatch(field -> form.text(field).isPresent());
        if (!asked) return new View(Optional.empty());
        return new View(QUESTION.read(form)
                .flatMap(request -> form.submit(() -> DesignComparison.of(request.question(workspace.tasks())))));
    }

    public void show(Context ctx) {
        Form form = form(ctx);
        View view = view(form);
        if (form.faulty()) ctx.status(422);
        pages.show(
                ctx,
                "design.jte",
                Map.of("view", view, "form", form, "tasks", workspace.tasks().entries()));
    }

    private static Form form(Context ctx) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String field : QUESTION.fields())
            values.put(field, Queries.text(ctx, field).strip());
        return Form.filled(values);
    }

    /** For programs: the question as JSON. */
    public void answer(Context ctx) throws JsonProcessingException {
        ctx.json(DesignComparison.of(JsonBody.of(ctx, DesignRequest.class).question(workspace.tasks())));
    }

    /** The rows of one design, to be filled in; nothing is simulated. */
    public void csv(Context ctx) {
        Form form = form(ctx);
        DesignRequest request = QUESTION.read(form)
                .orElseThrow(() -> new IllegalArgumentException(form.fault().orElse("")));
        var question = request.question(workspace.tasks());
        StudyDesign design = StudyDesign.of(
                question,
                Queries.count(ctx, "checkpoints").orElse(0),
                Queries.count(ctx, "amounts").orElse(0),
                Queries.count(ctx, "seeds").orElse(0));
        ctx.header("Content-Disposition", "attachment; filename=\"design.csv\"")
                .contentType("text/csv; charset=utf-8")
                .result(design.csv(question, request.taskName()));
    }
}
