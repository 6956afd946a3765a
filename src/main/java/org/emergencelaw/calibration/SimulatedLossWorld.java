package org.emergencelaw.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.emergencelaw.law.ChinchillaLaw;
import org.emergencelaw.law.ComputeLossLaw;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.ComputeConvention;

/**
 * Kinds of families whose true loss law is known. Constants are as varied as published ones; the design of a family, its sizes of
 * 0.1 to 7 billion params and 4 to 7 checkpoints each over a factor of 10 to 60 in tokens, is our choice.
 */
public enum SimulatedLossWorld {
    /** {@code Linf + a N^-alpha + b T^-beta}. */
    PARAMS_AND_TOKENS,
    /** {@code Linf + a C^-b}, checkpoints state compute alone. */
    COMPUTE,
    /** {@code Linf + a C^-b} though checkpoints state params and tokens, so the fitted law is not the true one. */
    COMPUTE_WITH_SIZES,
    /** As the first; one checkpoint in ten lies 2 to 6% too high, a run that went wrong. */
    OUTLIERS;

    private static final double MIN_PARAMS = 1e8;
    private static final double MAX_PARAMS = 7e9;

    /** A family with its truth. */
    record Family(LossLaw law, List<Checkpoint> checkpoints, RunSize largest) {}

    /** @param sizes models of different params in it */
    Family draw(int sizes, SplittableRandom random) {
        LossLaw law = law(random);
        double noise = random.nextDouble(0.002, 0.008);
        double most = MIN_PARAMS * Math.pow(MAX_PARAMS / MIN_PARAMS, random.nextDouble(0.5, 1));
        double step = Math.pow(most / MIN_PARAMS, 1.0 / Math.max(1, sizes - 1));
        List<Checkpoint> checkpoints = new ArrayList<>();
        RunSize largest = new RunSize(1, 1, 1);
        for (int s = 0; s < sizes; s++) {
            double params = most * Math.pow(step, -s);
            double tokens = params * random.nextDouble(20, 120), span = random.nextDouble(10, 60);
            int count = random.nextInt(4, 8);
            for (int i = 0; i < count; i++) {
                double seen = tokens * Math.pow(span, -(double) i / (count - 1));
                RunSize run = new RunSize(params, seen, ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN * params * seen);
                double loss = law.lossNats(run) * (1 + noise * random.nextGaussian());
                if (this == OUTLIERS && random.nextInt(10) == 0) loss *= random.nextDouble(1.02, 1.06);
                checkpoints.add(checkpoint(s + "@" + i, run, loss));
                if (run.trainFlops() > largest.trainFlops()) largest = run;
            }
        }
        return new Family(law, checkpoints, largest);
    }

    private LossLaw law(SplittableRandom random) {
        double linf = random.nextDouble(1.3, 2);
        if (this == COMPUTE || this == COMPUTE_WITH_SIZES)
            return new ComputeLossLaw(linf, random.nextDouble(0.5, 1.2), random.nextDouble(0.1, 0.22), 1e20);
        double alpha = random.nextDouble(0.25, 0.45), beta = random.nextDouble(0.25, 0.45);
        return new ChinchillaLaw(
                linf,
                random.nextDouble(0.2, 0.6) * Math.pow(1e9, alpha),
                alpha,
                random.nextDouble(0.25, 0.7) * Math.pow(2e10, beta),
                beta);
    }

    private Checkpoint checkpoint(String name, RunSize run, double loss) {
        boolean sized = this != COMPUTE;
        OptionalDouble none = OptionalDouble.empty();
        return Checkpoint.builder()
                .family("simulated")
                .model(name)
                .params(sized ? OptionalDouble.of(run.params()) : none)
                .tokens(sized ? OptionalDouble.of(run.tokens()) : none)
                .trainFlops(run.trainFlops())
                .pretrainLossNats(loss)
                .lossCorpus("simulated")
                .build();
    }
}
