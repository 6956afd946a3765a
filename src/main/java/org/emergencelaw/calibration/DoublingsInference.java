package org.emergencelaw.calibration;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.LawInDoublings;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.SignalTest;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.member.LawEvidence;
import org.emergencelaw.statistics.WeightedSample;

/**
 * The law over doublings of compute, as the combined forecast uses it, judged in both units: the elbow in doublings is turned to nats by
 * the draws of the family's loss law.
 *
 * @param options form of the law
 */
public record DoublingsInference(FitOptions options) implements CoverageStudy.Inference {

    /** Equally likely places that stand for the draws of the elbow where each becomes many losses. */
    private static final int PLACES = 200;

    @Override
    public CoverageStudy.Inferred of(Simulator.SimulatedTask drawn, FitDesign data, SignalTest signal, long seed) {
        StudyRows study = drawn.study();
        DoublingsAxis axis = DoublingsAxis.of(study, seed).orElseThrow();
        LawInDoublings law = LawInDoublings.of(LawEvidence.placed(study, axis, options.law()), options.withSeed(seed))
                .orElseThrow();
        double[] places =
                law.draws().stream().mapToDouble(LawInDoublings.Draw::elbow).toArray();
        WeightedSample doublings = equal(places);
        double[] nats = DoubleStream.iterate(0.5, i -> i < PLACES, i -> i + 1)
                .flatMap(i -> Arrays.stream(axis.lossesNats(doublings.quantile(i / PLACES))))
                .toArray();
        double truth = axis.ofLoss(drawn.emergenceLossNats()).orElseThrow();
        return new CoverageStudy.Inferred(
                equal(nats),
                law.shareEmerged(),
                Optional.of(new CoverageRow.InDoublings(
                        truth,
                        doublings.quantile(0.5),
                        doublings.quantile(0.05),
                        doublings.quantile(0.95),
                        doublings.crps(truth))));
    }

    @Override
    public String header() {
        return CoverageRow.HEADER_WITH_DOUBLINGS;
    }

    @Override
    public String named() {
        return ", " + options.law().key() + " over doublings";
    }

    private static WeightedSample equal(double[] values) {
        double[] weights = new double[values.length];
        Arrays.fill(weights, 1);
        return new WeightedSample(values, weights);
    }
}
