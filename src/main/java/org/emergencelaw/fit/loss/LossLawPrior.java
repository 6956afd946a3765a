package org.emergencelaw.fit.loss;

import org.emergencelaw.law.ChinchillaLaw;

/**
 * Weakly informative prior of a loss law, ours, about published constants: normal in the nats of each term at the largest
 * checkpoint, each above 0, and in the logarithm of each exponent.
 *
 * <p>Exponents over params and tokens: {@code ln alpha ~ normal(ln 0.34, 0.4)}, {@code ln beta ~ normal(ln 0.32, 0.4)}; Hoffmann et
 * al. 2022 have 0.34 and 0.28, Besiroglu et al. 2024 0.35 and 0.37. Over compute: {@code ln b ~ normal(ln 0.17, 0.6)}, between the
 * 0.05 of Kaplan et al. 2020 and the 0.3 of one size trained longer.
 *
 * <p>Terms over params and tokens: the shares that the law of Hoffmann et al. gives them at the largest checkpoint, times the
 * least loss Lmin, within 0.4..0.85 Lmin for Linf and 0.03..0.3 Lmin for the others, for another corpus or tokenizer and for tiny
 * models; standard deviations 0.15 Lmin, 0.45 and 1 of the mean. Over compute: {@code Linf ~ normal(0.65 Lmin, 0.3 Lmin)}, the
 * term all but flat. Noise: {@code ln s ~ normal(ln 0.005, 1)}, s in logarithms of the loss.
 *
 * @param nats means of Linf and the terms
 * @param natsSd their standard deviations
 * @param logExponents means of the exponents' logarithms
 * @param logExponentSd their standard deviation
 */
record LossLawPrior(double[] nats, double[] natsSd, double[] logExponents, double logExponentSd) {

    /** Noise of a run's loss about the law, relative. */
    static final double NOISE = 0.005;

    private static final ChinchillaLaw PUBLISHED = new ChinchillaLaw(1.69337, 406.401, 0.33917, 410.723, 0.28491);

    static LossLawPrior of(LossData data) {
        double least = data.minLoss();
        if (!data.byParamsAndTokens())
            return new LossLawPrior(
                    new double[] {0.65 * least, 0.35 * least},
                    new double[] {0.3 * least, 10 * least},
                    new double[] {Math.log(0.17)},
                    0.6);
        double n = data.reference().params(), t = data.reference().tokens();
        double whole = PUBLISHED.lossNats(n, t);
        double size = PUBLISHED.a() * Math.pow(n, -PUBLISHED.alpha()),
                tokens = PUBLISHED.b() * Math.pow(t, -PUBLISHED.beta());
        double linf = least * within(PUBLISHED.irreducibleNats() / whole, 0.4, 0.85);
        double a = least * within(size / whole, 0.03, 0.3), b = least * within(tokens / whole, 0.03, 0.3);
        return new LossLawPrior(
                new double[] {linf, a, b},
                new double[] {0.15 * least, 0.45 * a, b},
                new double[] {Math.log(0.34), Math.log(0.32)},
                0.4);
    }

    private static double within(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }
}
