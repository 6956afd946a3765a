package org.emergencelaw.law;

/**
 * Emergence law {@code E(D) = C + k D^beta}, in nats of pretraining loss.
 *
 * <p>{@code D}: finetuning examples, at least 1. {@code k}, {@code C}: nats. {@code k beta > 0}, so more data moves the elbow to
 * weaker models; with {@code beta < 0} the elbow levels off at {@code C}.
 *
 * @see <a href="https://arxiv.org/abs/2411.16035">Snell et al. 2024</a>, where it is the alternative form
 */
public record PowerLaw(double k, double beta, double c) implements EmergenceLaw {

    public PowerLaw {
        if (!(k * beta > 0 && k * beta < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(
                    "k * beta must be positive and finite, was k = " + k + ", beta = " + beta);
        if (!Double.isFinite(c)) throw new IllegalArgumentException("c must be finite, was " + c);
    }

    @Override
    public double elbowNats(double examples) {
        return c + k * Math.pow(EmergenceLaw.requireExamples(examples), beta);
    }

    @Override
    public EmergenceLawForm form() {
        return EmergenceLawForm.POWER;
    }

    @Override
    public double shapeParameter() {
        return beta;
    }
}
