package org.emergencelaw.law;

/**
 * Positions {@code w(D)} of the elbows of some data amounts and their slopes by the shape: a search asks for them thousands of
 * times, so what does not depend on the shape is computed once.
 *
 * @see EmergenceLawForm#position
 */
public interface ElbowPositions {

    /** {@code w} of the data amount with this index. */
    double at(int amount, double shape);

    /** {@code dw/dshape} of the data amount with this index. */
    double slopeAt(int amount, double shape);

    /** {@code w} of every data amount into {@code positions}. */
    default void at(double shape, double[] positions) {
        for (int l = 0; l < positions.length; l++) positions[l] = at(l, shape);
    }

    /**
     * {@code dw/dshape} of every data amount into {@code slopes}.
     *
     * @param positions those of {@link #at(double, double[])} for this shape
     */
    default void slopesAt(double shape, double[] positions, double[] slopes) {
        for (int l = 0; l < slopes.length; l++) slopes[l] = slopeAt(l, shape);
    }

    /** Positions {@code w = expm1(s t) / expm1(s)}, {@code s = span shape}; they tend to {@code w = t} as s tends to 0. */
    final class Exponential implements ElbowPositions {

        private final double[] t;
        private final double span;

        /**
         * @param t of each data amount: 0 at the shots, 1 at the largest
         * @param span what turns a shape into s
         */
        Exponential(double[] t, double span) {
            this.t = t;
            this.span = span;
        }

        static double position(double s, double t) {
            if (Math.abs(s) < 1e-6) return t + s * t * (t - 1) / 2;
            // beyond 700 both would overflow
            if (s > 500) return Math.exp(s * (t - 1)) - Math.exp(-s);
            return Math.expm1(s * t) / Math.expm1(s);
        }

        /** By s. */
        static double slope(double s, double t) {
            if (Math.abs(s) < 1e-4) return t * (t - 1) / 2 + s * t * (2 * t - 1) * (t - 1) / 6;
            double top = Math.expm1(s * t), bottom = Math.expm1(s);
            return (t * (top + 1) - top / bottom * (bottom + 1)) / bottom;
        }

        @Override
        public double at(int amount, double shape) {
            return position(shape * span, t[amount]);
        }

        @Override
        public double slopeAt(int amount, double shape) {
            return span * slope(shape * span, t[amount]);
        }

        @Override
        public void at(double shape, double[] positions) {
            double s = shape * span;
            // exp is many times faster than expm1, and away from 0 as exact as a search needs
            boolean plain = Math.abs(s) > 0.1;
            // as exp(s (t - 1)) where s is large: the terms as they stand would overflow
            double end = Math.exp(-Math.abs(s)), scale = 1 / (1 - end);
            for (int l = 0; l < t.length; l++) {
                if (!plain) positions[l] = at(l, shape);
                else if (t[l] == 0) positions[l] = 0;
                else if (t[l] == 1) positions[l] = 1;
                else positions[l] = (s > 0 ? Math.exp(s * (t[l] - 1)) - end : 1 - Math.exp(s * t[l])) * scale;
            }
        }

        @Override
        public void slopesAt(double shape, double[] positions, double[] slopes) {
            double s = shape * span;
            boolean plain = Math.abs(s) > 0.1;
            double q = plain ? 1 / (Math.exp(s) - 1) : 0;
            for (int l = 0; l < t.length; l++) {
                double w = positions[l];
                slopes[l] = plain ? span * (t[l] * (w + q) - w * (1 + q)) : slopeAt(l, shape);
            }
        }
    }

    /** Positions {@code w = exp(shape t)}. */
    final class Power implements ElbowPositions {

        private final double[] t;

        /** @param t of each data amount: minus infinity at the shots, 0 at the largest */
        Power(double[] t) {
            this.t = t;
        }

        @Override
        public double at(int amount, double shape) {
            return Math.exp(shape * t[amount]);
        }

        @Override
        public double slopeAt(int amount, double shape) {
            return t[amount] == Double.NEGATIVE_INFINITY ? 0 : t[amount] * Math.exp(shape * t[amount]);
        }
    }
}
