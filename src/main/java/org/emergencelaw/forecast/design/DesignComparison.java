package org.emergencelaw.forecast.design;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.LawInDoublings;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.statistics.Interruption;
import org.emergencelaw.statistics.Percentiles;

/**
 * A few designs of one budget, each tried on the same simulated tasks and fitted as the law in a forecast is: the one whose 90% interval of the
 * compute at emergence is expected to be narrowest is recommended.
 *
 * @param priorDoublings width of the interval that holds 90% of the drawn worlds: what is known before anything is measured
 * @param priorShare share of the drawn worlds in which the capability appears by the compute of the question
 * @param candidates in the order of their checkpoints
 * @param recommended place among them, from 0
 */
public record DesignComparison(
        DesignQuestion question,
        double priorDoublings,
        double priorShare,
        List<Candidate> candidates,
        int recommended) {

    /** Worlds that tell what is known beforehand; nothing is fitted to them. */
    private static final int DRAWN = 4_000;

    /**
     * How a design did. Where a fit sees no signal, what was known before stands in, and no interval is wider than that.
     *
     * @param widthDoublings mean width of the 90% interval of the compute at emergence, doublings of compute
     * @param behind how much wider than that of the recommended one, on the same worlds
     * @param holds share of the worlds whose compute at emergence lies in the interval
     * @param identified share of the worlds whose verdict is that the elbow is identified, or was passed
     * @param answered share of the worlds whose interval lies on one side of the question's compute
     * @param wrong share of the worlds that were answered wrongly
     */
    public record Candidate(
            StudyDesign design,
            int finetunes,
            double finetuningFlops,
            Mean widthDoublings,
            Mean behind,
            Mean holds,
            Mean identified,
            Mean answered,
            double wrong) {}

    /**
     * A mean over the worlds.
     *
     * @param error its standard error, for the worlds are few
     */
    public record Mean(double value, double error) {

        static Mean of(double[] values) {
            double mean = Arrays.stream(values).sum() / values.length;
            double squares = Arrays.stream(values)
                    .map(value -> (value - mean) * (value - mean))
                    .sum();
            return new Mean(mean, Math.sqrt(squares / (values.length - 1) / values.length));
        }

        static Mean of(List<Outcome> outcomes, ToDoubleFunction<Outcome> of) {
            return of(outcomes.stream().mapToDouble(of).toArray());
        }
    }

    private record Outcome(double doublings, boolean holds, boolean identified, boolean answered, boolean wrong) {}

    /** Everything follows from the question, on any number of cores. */
    public static DesignComparison of(DesignQuestion question) {
        double[] drawn = LongStream.range(0, DRAWN)
                .mapToDouble(i -> new DesignWorld(question, world(question, i)).emergence())
                .sorted()
                .toArray();
        double prior = Percentiles.quantile(drawn, 0.95) - Percentiles.quantile(drawn, 0.05);
        double asked = DesignWorld.asked(question);
        List<StudyDesign> designs = StudyDesign.candidates(question);
        Interruption wanted = Interruption.here();
        List<List<Outcome>> outcomes = designs.stream()
                .map(design -> LongStream.range(0, question.worlds())
                        .parallel()
                        .mapToObj(i -> {
                            wanted.check();
                            return outcome(question, new DesignWorld(question, world(question, i)), design, prior);
                        })
                        .toList())
                .toList();
        int best = IntStream.range(0, designs.size())
                .boxed()
                .min(Comparator.comparingDouble(
                        i -> Mean.of(outcomes.get(i), Outcome::doublings).value()))
                .orElseThrow();
        List<Candidate> candidates = IntStream.range(0, designs.size())
                .mapToObj(i -> candidate(designs.get(i), outcomes.get(i), outcomes.get(best)))
                .toList();
        double share = Arrays.stream(drawn).filter(elbow -> elbow <= asked).count() / (double) DRAWN;
        return new DesignComparison(question, prior, share, candidates, best);
    }

    private static long world(DesignQuestion question, long number) {
        return (question.seed() << 32) + number;
    }

    public Candidate best() {
        return candidates.get(recommended);
    }

    private static Candidate candidate(StudyDesign design, List<Outcome> outcomes, List<Outcome> best) {
        return new Candidate(
                design,
                design.finetunes(),
                design.finetuningFlops(),
                Mean.of(outcomes, Outcome::doublings),
                Mean.of(IntStream.range(0, outcomes.size())
                        .mapToDouble(
                                i -> outcomes.get(i).doublings() - best.get(i).doublings())
                        .toArray()),
                Mean.of(outcomes, outcome -> outcome.holds() ? 1 : 0),
                Mean.of(outcomes, outcome -> outcome.identified() ? 1 : 0),
                Mean.of(outcomes, outcome -> outcome.answered() ? 1 : 0),
                Mean.of(outcomes, outcome -> outcome.wrong() ? 1 : 0).value());
    }

    private static Outcome outcome(DesignQuestion question, DesignWorld world, StudyDesign design, double prior) {
        FitOptions options = FitOptions.DEFAULT.withSeed(question.seed());
        Optional<LawInDoublings> law =
                LawInDoublings.of(world.measured(design), options.withLaw(options.lawOverDoublings()));
        if (law.isEmpty() || law.get().verdict() == Verdict.NO_SIGNAL)
            return new Outcome(prior, true, false, false, false);
        Percentiles elbow = law.get().elbow();
        double low = elbow.q05().orElseThrow(), high = elbow.q95().orElseThrow();
        double asked = DesignWorld.asked(question), truth = world.emergence();
        boolean yes = high <= asked, no = low > asked;
        Verdict verdict = law.get().verdict();
        return new Outcome(
                Math.min(prior, high - low),
                low <= truth && truth <= high,
                verdict == Verdict.IDENTIFIED || verdict == Verdict.ALREADY_EMERGED,
                yes || no,
                (yes || no) && yes != truth <= asked);
    }
}
