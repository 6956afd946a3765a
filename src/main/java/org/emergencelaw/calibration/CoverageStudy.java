package org.emergencelaw.calibration;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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

    private static final int TASKS_A_CORE = 8;

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

        /** The law in nats, by its posterior under any prior. */
        static Inference inNats(Prior prior) {
            return (drawn, data, signal, seed) -> {
                PosteriorSample sample = Posterior.sample(data, EmergenceLawForm.LOG_POWER, prior, seed);
                double emerged = Verdict.shareEmerged(data, signal, sample.lawDraws());
                return new Inferred(sample.emergence(), emerged, Optional.empty());
            };
        }
    }

    /** Who works out the rows of the tasks of a world; they arrive in the order of the tasks. */
    public interface Execution {
        void run(SimulatedWorld world, long from, long to, Consumer<CoverageRow> rows) throws IOException;
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

    /**
     * Runs some tasks of a world on all cores; rows arrive in the order of the tasks, the same for any number of cores.
     *
     * @param from first task
     * @param to the task after the last
     */
    public static void run(SimulatedWorld world, long from, long to, long seed, Consumer<CoverageRow> rows) {
        run(world, from, to, seed, Inference.DEFAULT, rows);
    }

    public static void run(
            SimulatedWorld world, long from, long to, long seed, Inference inference, Consumer<CoverageRow> rows) {
        // in blocks, for an ordered stream keeps what it has until a large part is done
        long block = TASKS_A_CORE * (long) Runtime.getRuntime().availableProcessors();
        for (long start = from; start < to; start += block)
            LongStream.range(start, Math.min(to, start + block))
                    .parallel()
                    .mapToObj(task -> row(world, task, seed, inference))
                    .forEachOrdered(rows);
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

    /** Fits tasks in which nothing ever leaves its floor, on all cores, as a study's fit would be. */
    public static NullVerdicts withoutSignal(int tasks, long seed, Runnable done) {
        List<EmergenceFit> fits = LongStream.range(0, tasks)
                .parallel()
                .mapToObj(task -> {
                    Simulator.SimulatedTask drawn = Simulator.draw(SimulatedWorld.NULL, seed(seed, task));
                    EmergenceFit fit = EmergenceFitter.fit(drawn.study(), FitOptions.DEFAULT)
                            .fit();
                    done.run();
                    return fit;
                })
                .toList();
        OptionalDouble none = OptionalDouble.empty();
        long intervals = fits.stream()
                .filter(fit -> !fit.emergence().lossNats().q05().equals(none))
                .count();
        return nullVerdicts(fits.stream().map(EmergenceFit::verdict).toList(), intervals);
    }

    private static boolean confident(Verdict verdict) {
        return verdict != Verdict.NO_SIGNAL && verdict != Verdict.NOT_IDENTIFIED;
    }

    /** The same of a law over doublings; it speaks, and so has an interval, unless its verdict is that there is no signal. */
    public static NullVerdicts withoutSignal(FitOptions options, int tasks, long seed, Runnable done) {
        List<Verdict> found = LongStream.range(0, tasks)
                .parallel()
                .mapToObj(task -> {
                    StudyRows study = Simulator.draw(SimulatedWorld.NULL, seed(seed, task))
                            .study();
                    DoublingsAxis axis = DoublingsAxis.of(study, seed).orElseThrow();
                    Optional<LawInDoublings> law =
                            LawInDoublings.of(LawEvidence.placed(study, axis, options.law()), options);
                    done.run();
                    return law.map(LawInDoublings::verdict).orElse(Verdict.NO_SIGNAL);
                })
                .toList();
        return nullVerdicts(
                found,
                found.stream().filter(verdict -> verdict != Verdict.NO_SIGNAL).count());
    }

    private static NullVerdicts nullVerdicts(List<Verdict> found, long intervals) {
        Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values())
            verdicts.put(verdict, found.stream().filter(own -> own == verdict).count());
        return new NullVerdicts(
                verdicts, found.stream().filter(CoverageStudy::confident).count(), intervals);
    }
}
