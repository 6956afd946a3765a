package org.emergencelaw.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.ingest.table.ImportMapping;
import org.emergencelaw.observation.KnownModel;

/** How harness files become rows, for a terminal. */
public final class MappingText {

    private static final int LEFT_OUT_SHOWN = 20;

    private MappingText() {}

    /** @param mapping absent for a table of observations */
    public static void print(List<ImportMapping.Series> series, Optional<ImportMapping> mapping, PrintStream out) {
        mapping.filter(each -> !each.models().isEmpty()).ifPresent(each -> out.println(models(each)));
        out.println(measured(series));
        mapping.ifPresent(each -> leftOut(each, out));
    }

    private static ConsoleTable models(ImportMapping mapping) {
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
        return models;
    }

    private static ConsoleTable measured(List<ImportMapping.Series> all) {
        ConsoleTable series = new ConsoleTable()
                .row("task", "metric", "filter", "versions", "regime", "examples", "items", "rows", "accuracy");
        for (ImportMapping.Series each : all)
            series.row(
                    each.task(),
                    told(each.metric()),
                    told(each.filter()),
                    told(each.versions() + (each.protocol().isEmpty() ? "" : ", " + each.protocol())),
                    DisplayNames.label(each.regime()),
                    DisplayNumbers.whole(each.examples()),
                    items(each),
                    Integer.toString(each.rows()),
                    DisplayNumbers.range3(each.lowest(), each.highest()));
        return series;
    }

    /** Evaluated items: one number where all rows have it. */
    public static String items(ImportMapping.Series series) {
        if (series.fewestItems().isEmpty() || series.mostItems().isEmpty()) return DisplayNumbers.ABSENT;
        int fewest = series.fewestItems().getAsInt(), most = series.mostItems().getAsInt();
        return DisplayNumbers.whole(fewest) + (most > fewest ? " to " + DisplayNumbers.whole(most) : "");
    }

    private static String told(String text) {
        return text.isEmpty() ? DisplayNumbers.ABSENT : text;
    }

    private static void leftOut(ImportMapping mapping, PrintStream out) {
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
