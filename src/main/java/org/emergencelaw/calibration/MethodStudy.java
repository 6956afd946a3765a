package org.emergencelaw.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.statistics.Summary;
import org.emergencelaw.statistics.WeightedSample;

/**
 * Simulation study of every {@link Method} on the same tasks: how near, how wide and how honest each is.
 *
 * <p>No method is asked for a verdict, so none may decline. A chain that has not converged counts with the estimate that its
 * error carries; beside it stands what the converged chains alone are worth.
 */
public final class MethodStudy {

    private static final String HEADER =
            "method,world,tasks,unconverged,median_error_nats,coverage90,median_width_nats,crps_nats\n";

    private MethodStudy() {}

    /** What one method says of one task: how near, how wide and how honest it is, nats. */
    private record Answer(
            Method method,
            SimulatedWorld world,
            boolean converged,
            double error,
            double width,
            boolean covered,
            double crps) {

        static Answer of(
                Method method, SimulatedWorld world, boolean converged, double truth, WeightedSample emergence) {
            double low = emergence.quantile(0.05), high = emergence.quantile(0.95);
            return new Answer(
                    method,
                    world,
                    converged,
                    Math.abs(emergence.quantile(0.5) - truth),
                    high - low,
                    low <= truth && truth <= high,
                    emergence.crps(truth));
        }
    }

    /** A task, of which all methods are asked. */
    private record Task(SimulatedWorld world, long seed) implements Trial<Answer[]> {

        @Override
        public Answer[] run() {
            return answers(world, seed).toArray(new Answer[0]);
        }
    }

    /**
     * Runs all methods on the first tasks of each world, those of {@link CoverageStudy} with the same seed.
     *
     * @param done is told of each task
     * @return CSV, by method a row a world and one for all; the same wherever they are run
     */
    public static String run(TrialRunner runner, List<SimulatedWorld> worlds, int tasks, long seed, Runnable done) {
        List<Task> asked = worlds.stream()
                .flatMap(world ->
                        LongStream.range(0, tasks).mapToObj(task -> new Task(world, CoverageStudy.seed(seed, task))))
                .toList();
        List<Answer> answers = runner.all(Answer[].class, asked, done).stream()
                .flatMap(Arrays::stream)
                .toList();
        StringBuilder text = new StringBuilder(HEADER);
        for (Method method : Method.values()) {
            Predicate<Answer> own = answer -> answer.method == method;
            table(text, DisplayNames.key(method), worlds, answers, own);
            if (method == Method.MCMC)
                table(text, "mcmc_converged", worlds, answers, own.and(answer -> answer.converged));
        }
        return text.toString();
    }

    private static List<Answer> answers(SimulatedWorld world, long seed) {
        Simulator.SimulatedTask drawn = Simulator.draw(world, seed);
        FitDesign data = new FitDesign(drawn.task().shots(), drawn.observations());
        LeastSquares.Solution best = LeastSquares.fit(data, EmergenceLawForm.LOG_POWER, true);
        List<Answer> answers = new ArrayList<>();
        for (Method method : Method.values()) {
            EmergenceFitter.Found found = EmergenceFitter.emergence(
                    data, best, FitOptions.DEFAULT.withMethod(method).withSeed(seed));
            double[] elbows = found.draws().stream()
                    .mapToDouble(LawDraw::emergenceLossNats)
                    .toArray();
            double[] equal = new double[elbows.length];
            Arrays.fill(equal, 1);
            boolean converged =
                    method != Method.MCMC || found.sampling().orElseThrow().converged();
            answers.add(
                    Answer.of(method, world, converged, drawn.emergenceLossNats(), new WeightedSample(elbows, equal)));
        }
        return answers;
    }

    private static void table(
            StringBuilder text,
            String name,
            List<SimulatedWorld> worlds,
            List<Answer> answers,
            Predicate<Answer> which) {
        for (SimulatedWorld world : worlds)
            line(text, name + "," + world.key(), answers, which.and(answer -> answer.world == world));
        line(text, name + ",all", answers, which);
    }

    private static void line(StringBuilder text, String name, List<Answer> answers, Predicate<Answer> which) {
        List<Answer> of = answers.stream().filter(which).toList();
        long unconverged = of.stream().filter(answer -> !answer.converged).count();
        text.append(name).append(',').append(of.size()).append(',').append(unconverged);
        // least squares is a point: it has an error, and no interval
        boolean point = !of.isEmpty() && of.get(0).method == Method.MLE;
        double covered = of.stream().filter(Answer::covered).count() / (double) of.size();
        Stream.of(
                        of.isEmpty() ? "" : decimal(median(of, Answer::error)),
                        of.isEmpty() || point ? "" : decimal(covered),
                        of.isEmpty() || point ? "" : decimal(median(of, Answer::width)),
                        of.isEmpty() ? "" : decimal(mean(of, Answer::crps)))
                .forEach(cell -> text.append(',').append(cell));
        text.append('\n');
    }

    private static double median(List<Answer> answers, ToDoubleFunction<Answer> value) {
        return Summary.median(answers.stream().mapToDouble(value).toArray());
    }

    private static double mean(List<Answer> answers, ToDoubleFunction<Answer> value) {
        return answers.stream().mapToDouble(value).average().orElseThrow();
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
