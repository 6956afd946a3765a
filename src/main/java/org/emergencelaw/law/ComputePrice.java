package org.emergencelaw.law;

/**
 * What training compute costs: {@code hours = C / (3600 F u)} on one accelerator, {@code money = hours * price}.
 *
 * @param peakFlopsPerSecond F, what one accelerator could do, FLOPs per second, above 0
 * @param utilisation u, the share of it that training gets, above 0 and at most 1
 * @param pricePerHour of one accelerator for an hour, in any currency, at least 0
 */
public record ComputePrice(double peakFlopsPerSecond, double utilisation, double pricePerHour) {

    /** One H100 SXM: 989 TFLOP/s of dense bfloat16 by its data sheet; 40% and 2.5 an hour are usual, not measured. */
    public static final ComputePrice USUAL = new ComputePrice(9.89e14, 0.4, 2.5);

    private static final double SECONDS_PER_HOUR = 3600;

    public ComputePrice {
        LossLaw.requirePositive("peak_flops_per_second", peakFlopsPerSecond);
        if (!(utilisation > 0 && utilisation <= 1))
            throw new IllegalArgumentException("utilisation must be above 0 and at most 1, was " + utilisation);
        if (!(pricePerHour >= 0 && pricePerHour < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("price_per_hour must be at least 0 and finite, was " + pricePerHour);
    }

    /**
     * The cost of one run.
     *
     * @param gpuHours hours of one accelerator
     * @param money in the currency of the price
     */
    public record Cost(double gpuHours, double money) {}

    public Cost of(double trainFlops) {
        double hours = LossLaw.requirePositive("train_flops", trainFlops)
                / (SECONDS_PER_HOUR * peakFlopsPerSecond * utilisation);
        return new Cost(hours, hours * pricePerHour);
    }
}
