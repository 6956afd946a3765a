package org.emergencelaw.ingest.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
            double highest) {

        private static Series of(Observation row) {
            return new Series(
                    row.task(),
                    row.metric(),
                    row.filter(),
                    row.versions(),
                    row.protocol(),
                    row.regime(),
                    row.examples(),
                    row.nEval(),
                    row.nEval(),
                    1,
                    row.accuracy(),
                    row.accuracy());
        }

        /** More rows that were measured in the same way. */
        private Series and(Series more) {
            boolean stated = fewestItems.isPresent() && more.fewestItems.isPresent();
            return new Series(
                    task,
                    metric,
                    filter,
                    versions,
                    protocol,
                    regime,
                    examples,
                    stated
                            ? OptionalInt.of(Math.min(fewestItems.getAsInt(), more.fewestItems.getAsInt()))
                            : OptionalInt.empty(),
                    stated
                            ? OptionalInt.of(Math.max(mostItems.orElseThrow(), more.mostItems.orElseThrow()))
                            : OptionalInt.empty(),
                    rows + more.rows,
                    Math.min(lowest, more.lowest),
                    Math.max(highest, more.highest));
        }
    }

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
        Map<Way, Series> series = new LinkedHashMap<>();
        for (Observation row : rows)
            series.merge(
                    new Way(
                            row.task(),
                            row.metric(),
                            row.filter(),
                            row.versions(),
                            row.protocol(),
                            row.regime(),
                            row.examples()),
                    Series.of(row),
                    Series::and);
        return List.copyOf(series.values());
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
