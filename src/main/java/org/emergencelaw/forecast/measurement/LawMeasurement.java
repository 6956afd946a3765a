package org.emergencelaw.forecast.measurement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.member.CombinedForecast;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.member.HingeCurve;
import org.emergencelaw.member.StudyForecast;
import org.emergencelaw.statistics.Summary;

/**
 * Measurements that reach the combined forecast through the emergence law.
 *
 * <p>Every draw of the law's posterior is taken for the truth once and the measurement simulated; a regression of the law's elbow, in
 * doublings, on what was measured gives the law's posterior after any one outcome: the elbow that the regression expects of it, and
 * about that what it leaves unexplained. With {@value #OUTCOMES} such posteriors as evidence the pool is made again. Slopes and
 * floors stay those of today's draws.
 */
record LawMeasurement(
        FittedStudy fitted, StudyForecast now, double level, Function<List<HingeCurve>, CombinedForecast> pool) {

    private static final int OUTCOMES = 16;

    /** Draws that stand for a posterior in a pool. */
    private static final int CURVES = 400;

    static LawMeasurement of(FittedStudy fitted, StudyForecast now, double level) {
        return new LawMeasurement(fitted, now, level, CombinedForecast.byLaw(now.history()));
    }

    /** Today's, by the same construction as what is compared with it. */
    double spread() {
        double[] elbows = elbows();
        return spread(i -> elbows[i]);
    }

    List<NextMeasurement.Option> options() {
        StudyRows study = fitted.study().with(fitted.rows().visible().withLoss());
        double[] elbows = elbows();
        double today = spread();
        List<NextMeasurement.Option> options = new ArrayList<>();
        for (MeasurementCandidate candidate : MeasurementCandidate.of(study)) {
            if (!LawNextMeasurement.possible(candidate, fitted.draws())) continue;
            double[][] measured = LawNextMeasurement.measured(
                    study, candidate, fitted.draws(), fitted.fit().seed());
            double[] residuals = CrossValidatedRegression.residuals(measured, elbows);
            double[] spreads = IntStream.range(0, OUTCOMES)
                    .map(k -> (2 * k + 1) * elbows.length / (2 * OUTCOMES))
                    .mapToDouble(truth -> spread(i -> elbows[truth] - residuals[truth] + residuals[i]))
                    .toArray();
            options.add(NextMeasurement.Option.of(candidate.key(), candidate.what(), candidate.runs(), today, spreads));
        }
        return options;
    }

    private double[] elbows() {
        DoublingsAxis axis = now.axis();
        return fitted.draws().stream()
                .map(draw -> axis.ofLoss(draw.emergenceLossNats()))
                .mapToDouble(OptionalDouble::orElseThrow)
                .toArray();
    }

    private double spread(IntToDoubleFunction elbow) {
        double nats = natsPerDoubling();
        int n = fitted.draws().size();
        List<HingeCurve> curves = IntStream.range(0, Math.min(n, CURVES))
                .map(k -> (int) ((long) k * n / Math.min(n, CURVES)))
                .mapToObj(i -> curve(fitted.draws().get(i), elbow.applyAsDouble(i), nats))
                .toList();
        return pool.apply(curves).crossingError(level, NextMeasurement.FARTHEST);
    }

    private static HingeCurve curve(LawDraw draw, double elbow, double natsPerDoubling) {
        return HingeCurve.ofLawDraw(
                elbow,
                draw.curve().slope() * natsPerDoubling,
                draw.curve().floor() + draw.curve().fewShotShift(),
                draw.runNoise(),
                0);
    }

    /** At the strongest visible checkpoint. */
    private double natsPerDoubling() {
        double[] here = now.axis().lossesNats(0), further = now.axis().lossesNats(1);
        double[] falls = new double[here.length];
        Arrays.setAll(falls, i -> here[i] - further[i]);
        return Math.max(0, Summary.median(falls));
    }
}
