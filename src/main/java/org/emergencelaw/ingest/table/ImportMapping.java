package org.emergencelaw.ingest.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntBinaryOperator;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;

/**
 * How the files of an evaluation harness become observations: what a person checks before anything is saved.
 *
 * @param models of the results, and what is known of each
 * @param series what was measured, in the order of the rows
 * @param leftOut what the files hold beside that, and why it is not taken
 * @param missingModels lines to complete and add to models.csv, with its header; empty when nothing is missing
 * @param newModels models that came with the files and are kept with the rows
 */
public record ImportMapping(
        List<Match> models,
        List<Series> series,
        List<LeftOut> leftOut,
        String missingModels,
        List<KnownModel> newModels) {

    /**
     * One model of the results.
     *
     * @param files that are about it
     * @param model as the results name it
     * @param revision empty for the main one
     * @param known what is known of it
     * @param missing what has to be added; empty when nothing has
     */
    public record Match(
            List<String> files, String model, String revision, Optional<KnownModel> known, String missing) {}

    /**
     * Rows that were measured in one way.
     *
     * @param filter of the answers; empty when not stated
     * @param versions of task and harness
     * @param protocol how the model was asked; empty when not stated
     * @param regime few-shot or finetuned
     * @param examples shots, or examples that the models were finetuned on
     * @param fewestItems evaluated items of the row with the fewest; absent where some row does not state them
     * @param mostItems the same of the row with the most
     */
    public record Series(
            String task,
            String metric,
            String filter,
            String versions,
            String protocol,
            Regime regime,
            long examples,
            OptionalInt fewestItems,
            OptionalInt mostItems,
            int rows,
            double lowest,
            double highest) {}

    /** What was measured how, in the order of the rows. */
    public static List<Series> series(List<Observation> rows) {
        record Way(
                String task,
                String metric,
                String filter,
                String versions,
                String protocol,
                Regime regime,
                long examples) {}
        Map<Way, List<Observation>> ways = new LinkedHashMap<>();
        for (Observation row : rows)
            ways.computeIfAbsent(
                            new Way(
                                    row.task(),
                                    row.metric(),
                                    row.filter(),
                                    row.versions(),
                                    row.protocol(),
                                    row.regime(),
                                    row.examples()),
                            way -> new ArrayList<>())
                    .add(row);
        List<Series> series = new ArrayList<>();
        ways.forEach((way, measured) -> series.add(new Series(
                way.task(),
                way.metric(),
                way.filter(),
                way.versions(),
                way.protocol(),
                way.regime(),
                way.examples(),
                items(measured, Math::min),
                items(measured, Math::max),
                measured.size(),
                measured.stream().mapToDouble(Observation::accuracy).min().orElseThrow(),
                measured.stream().mapToDouble(Observation::accuracy).max().orElseThrow())));
        return series;
    }

    private static OptionalInt items(List<Observation> rows, IntBinaryOperator choice) {
        if (rows.stream().anyMatch(row -> row.nEval().isEmpty())) return OptionalInt.empty();
        return rows.stream().mapToInt(Observation::itemsEvaluated).reduce(choice);
    }

    /** Models of the results of which nothing is known. */
    public List<KnownModel> missing() {
        return models.stream()
                .filter(match -> match.known().isEmpty())
                .map(match -> KnownModel.unknown(match.model(), match.revision()))
                .toList();
    }

    /** What is not taken: a series of a file, or a file. */
    public record LeftOut(String file, String what, String why) {}
}
