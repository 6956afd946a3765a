package org.emergencelaw.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.leastsquares.HingeFit;
import org.emergencelaw.format.BrokenRuleException;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Accuracy;

/**
 * What the rule made of the results that were submitted: the body of an outcome.
 *
 * @param explanation why, in one sentence
 * @param right right answers of {@code items}: the mean accuracy of the run's rows times their items, for rows that differ in their
 *     seed share their items and are no further evidence
 * @param items items of the run's row with the fewest
 * @param rows rows of the run
 * @param pretrainLossNats loss that the run reached, where stated
 * @param trainFlops compute that it took, where stated
 * @param emergenceLossNats few-shot elbow as seen with these results, where it can be seen
 * @param afterDeadline whether they came late
 * @param resultsSha256 SHA-256 of the submitted rows as tidy CSV; the ledger keeps the bytes
 */
public record ResolvedOutcome(
        Outcome outcome,
        String explanation,
        int right,
        int items,
        double accuracy,
        double pValue,
        int rows,
        OptionalDouble pretrainLossNats,
        OptionalDouble trainFlops,
        OptionalDouble emergenceLossNats,
        boolean afterDeadline,
        String resultsSha256)
        implements LedgerEntry.Body {

    @Override
    public String words() {
        return explanation;
    }

    /**
     * Decides by the frozen rule.
     *
     * @param visible the rows that the forecast rested on
     * @param results rows that were submitted: of the run, and of other checkpoints if they help to see the elbow
     * @throws IllegalArgumentException if none of them is a result of the run, or one cannot be used; says why
     */
    public static ResolvedOutcome of(
            LockedForecast lock,
            List<Observation> visible,
            List<Observation> results,
            String resultsSha256,
            Instant now) {
        List<Observation> own = own(lock, results);
        int items =
                own.stream().mapToInt(row -> row.nEval().orElseThrow()).min().orElseThrow();
        double mean = own.stream().mapToDouble(Observation::accuracy).average().orElseThrow();
        Accuracy result = new Accuracy((int) Math.round(mean * items), items);
        ResolutionRule.Decision decision =
                lock.terms().rule().decide(result, lock.task().trivialAccuracy());
        return new ResolvedOutcome(
                decision.outcome(),
                decision.explanation()
                        + renamed(lock.run(), own.get(0).checkpoint().model()),
                result.right(),
                items,
                result.value(),
                decision.pValue(),
                own.size(),
                average(own.stream()
                        .map(row -> row.checkpoint().pretrainLossNats())
                        .toList()),
                average(own.stream()
                        .map(row -> row.checkpoint().computeFlops(lock.run().flopsPerParamToken()))
                        .toList()),
                elbow(lock.task(), visible, results),
                now.isAfter(lock.terms().rule().deadline()),
                resultsSha256);
    }

    private static List<Observation> own(LockedForecast lock, List<Observation> results) {
        List<Observation> own = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Observation row : results) {
            if (!LockedRun.ofTask(lock.task(), row)) {
                others.add("a row must be few-shot with " + lock.task().shots() + " shots of "
                        + lock.task().name() + ", was " + row.examples() + " examples of " + row.task());
                continue;
            }
            Optional<String> mismatch = lock.run().mismatch(row.checkpoint());
            if (mismatch.isPresent()) others.add(mismatch.get());
            else own.add(row);
        }
        if (own.isEmpty()) own.addAll(underOtherName(lock, results));
        if (own.isEmpty())
            throw new BrokenRuleException(
                    ProblemCode.NOT_OF_THE_RUN,
                    "results",
                    "results must have a row of the planned run, had none: "
                            + String.join(
                                    "; ", others.stream().distinct().limit(5).toList()));
        own.forEach(row -> check(lock, row));
        return own;
    }

    /** Rows of the one model that has the size of the run. */
    private static List<Observation> underOtherName(LockedForecast lock, List<Observation> results) {
        List<Observation> rows = results.stream()
                .filter(row -> LockedRun.ofTask(lock.task(), row))
                .filter(row -> lock.run().underOtherName(row.checkpoint()))
                .toList();
        List<String> names =
                rows.stream().map(row -> row.checkpoint().model()).distinct().toList();
        if (names.size() > 1)
            throw new BrokenRuleException(
                    ProblemCode.NOT_OF_THE_RUN,
                    "results",
                    "results must have a row of " + lock.run().model().orElseThrow()
                            + " or of one model of its size, had " + String.join(", ", names));
        return rows;
    }

    private static String renamed(LockedRun run, String model) {
        return run.model().filter(name -> !name.equals(model)).isEmpty()
                ? ""
                : " The results are of " + model + ", which has the size of the planned run, locked as "
                        + run.model().get() + ".";
    }

    private static void check(LockedForecast lock, Observation row) {
        String model = row.checkpoint().model();
        if (row.nEval().isEmpty())
            throw new IllegalArgumentException(
                    "n_eval must be stated for the rows of " + model + ": the rule counts items");
        if (!row.metric().isEmpty() && !row.metric().equals(lock.task().metric()))
            throw new BrokenRuleException(
                    ProblemCode.OTHER_MEASURE,
                    "metric",
                    "metric of " + model + " must be " + lock.task().metric() + " as locked, was " + row.metric());
        String filter = lock.terms().answerFilter();
        if (!filter.isEmpty() && !row.filter().isEmpty() && !row.filter().equals(filter))
            throw new BrokenRuleException(
                    ProblemCode.OTHER_MEASURE,
                    "filter",
                    "filter of " + model + " must be " + filter + " as locked, was " + row.filter());
    }

    private static OptionalDouble average(List<OptionalDouble> values) {
        return values.stream().flatMapToDouble(OptionalDouble::stream).average();
    }

    private static OptionalDouble elbow(Task task, List<Observation> visible, List<Observation> results) {
        List<Observation> fewShot = new ArrayList<>(visible);
        fewShot.addAll(results);
        fewShot.removeIf(row -> !LockedRun.ofTask(task, row)
                || row.checkpoint().pretrainLossNats().isEmpty());
        return HingeFit.of(task.shots(), fewShot)
                .map(seen -> OptionalDouble.of(seen.lossNats()))
                .orElse(OptionalDouble.empty());
    }
}
