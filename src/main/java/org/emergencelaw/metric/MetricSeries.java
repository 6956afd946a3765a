package org.emergencelaw.metric;

/**
 * One task under one metric over the scales of one family.
 *
 * @param higherIsBetter whether larger values of the metric are better
 * @param scale rising; any number that grows with the model
 * @param values finite, one for each scale
 */
public record MetricSeries(
        String task, String metric, String family, boolean higherIsBetter, double[] scale, double[] values) {

    public MetricSeries {
        if (scale.length != values.length)
            throw new IllegalArgumentException(
                    "there must be a value for each scale, " + scale.length + " scales had " + values.length);
        for (int i = 1; i < scale.length; i++)
            if (!(scale[i] > scale[i - 1]))
                throw new IllegalArgumentException("scales must rise, " + scale[i] + " follows " + scale[i - 1]);
    }
}
