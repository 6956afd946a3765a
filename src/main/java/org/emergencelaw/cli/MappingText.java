package org.emergencelaw.cli;

import java.io.PrintStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.emergencelaw.ingest.HarnessMapping;
import org.emergencelaw.observation.KnownModel;

/** How harness files become rows, for a terminal. */
final class MappingText {

    private static final int LEFT_OUT_SHOWN = 20;

    private MappingText() {}

    static void print(HarnessMapping mapping, PrintStream out) {
        Table models = new Table().row("model of the results", "family", "params", "tokens", "loss", "finetuned on");
        for (HarnessMapping.Match match : mapping.models()) {
            Optional<KnownModel> known = match.known();
            models.row(
                    KnownModel.label(match.model(), match.revision()),
                    known.map(KnownModel::family)
                            .filter(family -> !family.isEmpty())
                            .orElse(Table.NONE),
                    known.map(model -> Table.large(model.params())).orElse(Table.NONE),
                    known.map(model -> Table.large(model.tokens())).orElse(Table.NONE),
                    known.map(model -> Table.plain(model.pretrainLossNats())).orElse(Table.NONE),
                    known.map(model -> count(model.finetuneExamples())).orElse(Table.NONE));
        }
        out.println(models);
        Table series = new Table().row("task", "metric", "filter", "versions", "rows", "accuracy");
        for (HarnessMapping.Series each : mapping.series())
            series.row(
                    each.task(),
                    each.metric(),
                    each.filter().isEmpty() ? Table.NONE : each.filter(),
                    each.versions(),
                    Integer.toString(each.rows()),
                    Table.span(Table.plain(each.lowest()), Table.plain(each.highest())));
        out.println(series);
        mapping.leftOut().stream()
                .limit(LEFT_OUT_SHOWN)
                .forEach(left -> out.println("left out: " + left.what() + " of " + left.file() + ": " + left.why()));
        int more = mapping.leftOut().size() - LEFT_OUT_SHOWN;
        if (more > 0) out.println("and " + more + " more");
    }

    private static String count(OptionalLong examples) {
        return examples.isPresent() ? Long.toString(examples.getAsLong()) : Table.NONE;
    }
}
