package org.emergencelaw.law;

/**
 * Emergence law {@code E(D) = C + k (ln D)^alpha}, in nats of pretraining loss.
 *
 * <p>{@code D}: finetuning examples, at least 1. {@code k}, {@code C}: nats; {@code k > 0}, so more data moves the elbow to
 * weaker models. {@code alpha > 0}.
 *
 * @see <a href="https://arxiv.org/abs/2411.16035">Snell et al. 2024, section 5</a>
 */
public record LogPowerLaw(double k, double alpha, double c) implements EmergenceLaw {

    public LogPowerLaw {
        if (!(k > 0 && k < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("k must be positive and finite, was " + k);
        if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("alpha must be positive and finite, was " + alpha);
        if (!Double.isFinite(c)) throw new IllegalArgumentException("c must be finite, was " + c);
    }

    @Override
    public double elbowNats(double examples) {
        return c + k * Math.pow(Math.log(EmergenceLaw.requireExamples(examples)), alpha);
    }

    @Override
    public EmergenceLawForm form() {
        return EmergenceLawForm.LOG_POWER;
    }

    @Override
    public double shapeParameter() {
        return alpha;
    }
}
