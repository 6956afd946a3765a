package org.emergencelaw.report;

import java.io.PrintStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.ingest.table.ImportMapping;
import org.emergencelaw.observation.KnownModel;

/** How harness files become rows, for a terminal. */
public final class MappingText {

    private static final int LEFT_OUT_SHOWN = 20;

    private MappingText() {}

    public static void print(ImportMapping mapping, PrintStream out) {
        ConsoleTable models =
                new ConsoleTable().row("model of the results", "family", "params", "tokens", "loss", "finetuned on");
        for (ImportMapping.Match match : mapping.models()) {
            Optional<KnownModel> known = match.known();
            models.row(
                    KnownModel.label(match.model(), match.revision()),
                    known.map(KnownModel::family)
                            .filter(family -> !family.isEmpty())
                            .orElse(DisplayNumbers.ABSENT),
                    known.map(model -> DisplayNumbers.count(model.params())).orElse(DisplayNumbers.ABSENT),
                    known.map(model -> DisplayNumbers.count(model.tokens())).orElse(DisplayNumbers.ABSENT),
                    known.map(model -> DisplayNumbers.decimal3(model.pretrainLossNats()))
                            .orElse(DisplayNumbers.ABSENT),
                    known.map(model -> count(model.finetuneExamples())).orElse(DisplayNumbers.ABSENT));
        }
        out.println(models);
        ConsoleTable series = new ConsoleTable().row("task", "metric", "filter", "versions", "rows", "accuracy");
        for (ImportMapping.Series each : mapping.series())
            series.row(
                    each.task(),
                    each.metric(),
                    each.filter().isEmpty() ? DisplayNumbers.ABSENT : each.filter(),
                    each.versions(),
                    Integer.toString(each.rows()),
                    DisplayNumbers.range3(each.lowest(), each.highest()));
        out.println(series);
        mapping.leftOut().stream()
                .limit(LEFT_OUT_SHOWN)
                .forEach(left -> out.println("left out: " + left.what() + " of " + left.file() + ": " + left.why()));
        int more = mapping.leftOut().size() - LEFT_OUT_SHOWN;
        if (more > 0) out.println("and " + more + " more");
    }

    private static String count(OptionalLong examples) {
        return examples.isPresent() ? DisplayNumbers.whole(examples.getAsLong()) : DisplayNumbers.ABSENT;
    }
}
