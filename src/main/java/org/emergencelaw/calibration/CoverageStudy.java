package org.emergencelaw.calibration;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.LawInDoublings;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.fit.leastsquares.SignalTest;
import org.emergencelaw.fit.posterior.Posterior;
import org.emergencelaw.fit.posterior.PosteriorSample;
import org.emergencelaw.fit.posterior.Prior;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.member.LawEvidence;
import org.emergencelaw.statistics.WeightedSample;

/** Simulation study: how near, how wide and how honest the default inference is on tasks whose truth is known. */
public final class CoverageStudy {

    private CoverageStudy() {}

    /** An inference under study. */
    public interface Inference {
        /** The law in nats under the default prior. */
        Inference DEFAULT = inNats(Prior.H4);

        Inferred of(Simulator.SimulatedTask drawn, FitDesign data, SignalTest signal, long seed);

        /** Header of its rows. */
        default String header() {
            return CoverageRow.HEADER;
        }

        /** What a file of its rows says of it. */
        default String named() {
            return "";
        }

        /** @param doublings form of a law over doublings; without one the default law in nats */
        static Inference of(Optional<EmergenceLawForm> doublings) {
            return doublings
                    .<Inference>map(law -> new DoublingsInference(FitOptions.DEFAULT.withLaw(law)))
                    .orElse(DEFAULT);
        }

        /** The law in nats, by its posterior under any prior. */
        static Inference inNats(Prior prior) {
            return (drawn, data, signal, seed) -> {
                PosteriorSample sample = Posterior.sample(data, EmergenceLawForm.LOG_POWER, prior, seed);
                double emerged = Verdict.shareEmerged(data, signal, sample.lawDraws());
                return new Inferred(sample.emergence(), emerged, Optional.empty());
            };
        }
    }

    /**
     * What was inferred of a task.
     *
     * @param emergence of E(D0), nats
     * @param shareEmerged of the draws, see {@link Verdict#shareEmerged}
     * @param doublings of the few-shot elbow, where the law was fitted over doublings
     */
    public record Inferred(
            WeightedSample emergence, double shareEmerged, Optional<CoverageRow.InDoublings> doublings) {}

    /** A task, whose row is told as its line: no JSON has the infinite compute of a task that never emerges. */
    private record Task(SimulatedWorld world, long task, long seed, Optional<EmergenceLawForm> doublings)
            implements Trial<String> {

        @Override
        public String run() {
            return row(world, task, seed, Inference.of(doublings)).csv();
        }
    }

    /**
     * Runs some tasks of a world; rows arrive in the order of the tasks, the same wherever they are made.
     *
     * @param from first task
     * @param to the task after the last
     * @param doublings form of a law over doublings; without one the default law in nats
     */
    public static void run(
            TrialRunner runner,
            SimulatedWorld world,
            long from,
            long to,
            long seed,
            Optional<EmergenceLawForm> doublings,
            Consumer<CoverageRow> rows) {
        List<Task> tasks = LongStream.range(from, to)
                .mapToObj(task -> new Task(world, task, seed, doublings))
                .toList();
        runner.run(String.class, tasks, line -> rows.accept(CoverageRow.parse(line)));
    }

    /** Seeds of one study are 2^32 apart from those of another, so that none is shared. */
    static long seed(long study, long task) {
        return (study << 32) + task;
    }

    /** What comes of one task. */
    public static CoverageRow row(SimulatedWorld world, long task, long seed, Inference inference) {
        long own = seed(seed, task);
        Simulator.SimulatedTask drawn = Simulator.draw(world, own);
        FitDesign data = new FitDesign(drawn.task().shots(), drawn.observations());
        LeastSquares.Solution best = LeastSquares.fit(data, EmergenceLawForm.LOG_POWER, true);
        SignalTest signal = SignalTest.of(data, best, drawn.task().trivialAccuracy(), true);
        Inferred found = inference.of(drawn, data, signal, own);
        WeightedSample emergence = found.emergence();
        double truth = drawn.emergenceLossNats();
        return new CoverageRow(
                world,
                task,
                truth,
                drawn.flopsAhead(),
                signal.pValue(),
                signal.resolvedLevels(),
                found.shareEmerged(),
                best.elbows().fewShot(),
                emergence.quantile(0.5),
                emergence.quantile(0.05),
                emergence.quantile(0.95),
                emergence.probabilityBelow(truth),
                emergence.crps(truth),
                found.doublings(),
                CoverageRow.REACHES.stream()
                        .map(reach ->
                                1 - emergence.probabilityBelow(drawn.lossLaw().lossNats(reach * drawn.largestFlops())))
                        .toList());
    }

    /**
     * What a fit says of tasks without signal.
     *
     * @param verdicts tasks of each verdict
     * @param confident tasks with a verdict that promises something: identified, weakly identified or already emerged
     * @param intervals tasks with an interval
     */
    public record NullVerdicts(Map<Verdict, Long> verdicts, long confident, long intervals) {}

    /** A task in which nothing ever leaves its floor. */
    private record WithoutSignal(long task, long seed, Optional<EmergenceLawForm> doublings) implements Trial<Judged> {

        @Override
        public Judged run() {
            StudyRows study = Simulator.draw(SimulatedWorld.NULL, CoverageStudy.seed(seed, task))
                    .study();
            return doublings.map(law -> overDoublings(study, law)).orElseGet(() -> {
                EmergenceFit fit =
                        EmergenceFitter.fit(study, FitOptions.DEFAULT).fit();
                return new Judged(
                        fit.verdict(), fit.emergence().lossNats().q05().isPresent());
            });
        }

        /** A law over doublings speaks, and so has an interval, unless its verdict is that there is no signal. */
        private Judged overDoublings(StudyRows study, EmergenceLawForm form) {
            FitOptions options = FitOptions.DEFAULT.withLaw(form);
            DoublingsAxis axis = DoublingsAxis.of(study, seed).orElseThrow();
            Verdict verdict = LawInDoublings.of(LawEvidence.placed(study, axis, form), options)
                    .map(LawInDoublings::verdict)
                    .orElse(Verdict.NO_SIGNAL);
            return new Judged(verdict, verdict != Verdict.NO_SIGNAL);
        }
    }

    /** What a fit says of a task. */
    private record Judged(Verdict verdict, boolean interval) {

        boolean confident() {
            return verdict != Verdict.NO_SIGNAL && verdict != Verdict.NOT_IDENTIFIED;
        }
    }

    /**
     * Fits tasks in which nothing ever leaves its floor, as a study's fit would be.
     *
     * @param doublings form of a law over doublings; without one the default law in nats
     */
    public static NullVerdicts withoutSignal(
            TrialRunner runner, Optional<EmergenceLawForm> doublings, int tasks, long seed, Runnable done) {
        List<Judged> found = runner.all(
                Judged.class,
                LongStream.range(0, tasks)
                        .mapToObj(task -> new WithoutSignal(task, seed, doublings))
                        .toList(),
                done);
        Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values())
            verdicts.put(
                    verdict,
                    found.stream().filter(own -> own.verdict == verdict).count());
        return new NullVerdicts(
                verdicts,
                found.stream().filter(Judged::confident).count(),
                found.stream().filter(Judged::interval).count());
    }
}
