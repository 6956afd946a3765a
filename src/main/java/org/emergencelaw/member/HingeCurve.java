package org.emergencelaw.member;

/**
 * Hinge with a soft ceiling: {@code accuracy(x) = B + c (1 - exp(-a max(0, x - e) / c))}, {@code c = max(0.02, 1 - B)}, at most 1.
 *
 * <p>The latent accuracy is normal about this with the standard deviation of the floor. An observed accuracy on n items has variance
 * {@code tau^2 + sB^2 + (sL dy/dx)^2 + y (1 - y) / n}.
 *
 * @param elbowDoublings e; positive infinity for a curve that never rises
 * @param slopePerDoubling a: accuracy a doubling just past the elbow, at least 0
 * @param floor B; brought into 0..1
 * @param floorSd sB: what is not known of the floor, at least 0
 * @param runNoise tau: standard deviation between runs, at least 0
 * @param checkpointEffectDoublings sL: standard deviation by which checkpoints of equal loss differ, at least 0
 */
public record HingeCurve(
        double elbowDoublings,
        double slopePerDoubling,
        double floor,
        double floorSd,
        double runNoise,
        double checkpointEffectDoublings)
        implements FewShotCurve {

    private static final double MIN_ROOM = 0.02;
    private static final double MIN_FLOOR_SD = 1e-4;

    public HingeCurve {
        if (Double.isNaN(elbowDoublings) || elbowDoublings == Double.NEGATIVE_INFINITY)
            throw new IllegalArgumentException("elbow_doublings must be a number or +Infinity, was " + elbowDoublings);
        requireSpread("slope_per_doubling", slopePerDoubling);
        if (!Double.isFinite(floor)) throw new IllegalArgumentException("floor must be finite, was " + floor);
        requireSpread("floor_sd", floorSd);
        requireSpread("run_noise", runNoise);
        requireSpread("checkpoint_effect_doublings", checkpointEffectDoublings);
        floor = Math.max(0, Math.min(1, floor));
    }

    /**
     * The few-shot curve of one draw of the emergence law: its floor is known but for a rounding.
     *
     * @param floor B + Delta: the law's floor with its few-shot shift
     */
    public static HingeCurve ofLawDraw(
            double elbowDoublings,
            double slopePerDoubling,
            double floor,
            double runNoise,
            double checkpointEffectDoublings) {
        return new HingeCurve(
                elbowDoublings, slopePerDoubling, floor, MIN_FLOOR_SD, runNoise, checkpointEffectDoublings);
    }

    private static void requireSpread(String field, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(field + " must be finite and at least 0, was " + value);
    }

    /** {@code c (1 - exp(-a h / c))}: what accuracy gains over {@code h} doublings past the elbow, at most {@code room}. */
    static double rise(double slopePerDoubling, double doublingsPast, double room) {
        return doublingsPast > 0 ? -room * Math.expm1(-slopePerDoubling * doublingsPast / room) : 0;
    }

    private double room() {
        return Math.max(MIN_ROOM, 1 - floor);
    }

    @Override
    public double accuracy(double doublings) {
        return Math.min(1, floor + rise(slopePerDoubling, doublings - elbowDoublings, room()));
    }

    @Override
    public double variance(double doublings) {
        double known = runNoise * runNoise + floorSd * floorSd, past = doublings - elbowDoublings;
        // of most curves: an exponential saved
        if (checkpointEffectDoublings == 0 || !(past > 0)) return known;
        double slope = slopePerDoubling * Math.exp(-slopePerDoubling * past / room());
        double checkpoint = checkpointEffectDoublings * slope;
        return known + checkpoint * checkpoint;
    }

    @Override
    public void addReaches(double level, double weight, DoublingsGrid grid, double[] sums) {
        double sd = Math.max(MIN_FLOOR_SD, floorSd), room = room();
        int past = grid.firstPast(elbowDoublings);
        double atFloor = weight * NormalCdf.of((floor - level) / sd);
        for (int i = 0; i < past; i++) sums[i] += atFloor;
        if (past == grid.size()) return;
        // what is left below the ceiling shrinks by one factor a step: two exponentials for the whole curve
        double left = room * Math.exp(-slopePerDoubling * (grid.point(past) - elbowDoublings) / room);
        double factor = Math.exp(-slopePerDoubling * grid.step() / room);
        int i = past;
        for (; i < grid.size(); i++, left *= factor) {
            double z = (Math.min(1, floor + room - left) - level) / sd;
            // a curve does not fall: from here on it is above
            if (z >= NormalCdf.LIMIT) break;
            sums[i] += weight * NormalCdf.of(z);
        }
        for (; i < grid.size(); i++) sums[i] += weight;
    }
}
