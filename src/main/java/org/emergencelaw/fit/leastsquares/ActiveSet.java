package org.emergencelaw.fit.leastsquares;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.law.ElbowPositions;
import org.emergencelaw.law.EmergenceLawForm;

/**
 * A face of the search space of (Ehi, ln G, shape) on which some coordinates are held: elbows that sit exactly on a loss of
 * their own level, where the sum of squares has a kink, or the shape on its bound. Least-squares optima often lie on such faces,
 * where a smooth optimiser only gets stuck.
 *
 * @param knots at most two elbows held at a loss
 * @param shapeHeld whether the shape stays as it is
 */
record ActiveSet(List<Knot> knots, boolean shapeHeld) {

    /** The elbow of {@code level} held at {@code loss}. */
    record Knot(int level, double loss) {}

    static final ActiveSet FREE = new ActiveSet(List.of(), false);

    /** Faces through {@code point}, apart from the whole space. */
    static List<ActiveSet> through(
            double[] point, FitDesign data, HingeMoments hinges, EmergenceLawForm form, double tolerance) {
        double[] elbows = new Elbows(point[0], Math.exp(point[1]), point[2]).at(data, form);
        List<Knot> knots = new ArrayList<>();
        for (int l = 0; l < elbows.length && knots.size() < 3; l++) {
            OptionalDouble loss = hinges.above(l, elbows[l] - tolerance);
            if (loss.isPresent() && loss.getAsDouble() < elbows[l] + tolerance)
                knots.add(new Knot(l, loss.getAsDouble()));
        }
        boolean atBound = point[2] <= form.minShape || point[2] >= form.maxShape;
        List<ActiveSet> activeSets = new ArrayList<>();
        for (boolean held : atBound ? new boolean[] {true, false} : new boolean[] {false}) {
            if (held) activeSets.add(new ActiveSet(List.of(), true));
            for (int i = 0; i < knots.size(); i++) {
                activeSets.add(new ActiveSet(List.of(knots.get(i)), held));
                for (int j = 0; j < i && !held; j++)
                    activeSets.add(new ActiveSet(List.of(knots.get(j), knots.get(i)), false));
            }
        }
        return activeSets;
    }

    /** Whether one more elbow may be held and leave something to search. */
    boolean narrows() {
        return knots.size() + (shapeHeld ? 1 : 0) < 2;
    }

    boolean holds(int level) {
        for (Knot knot : knots) if (knot.level == level) return true;
        return false;
    }

    ActiveSet holding(Knot knot) {
        return new ActiveSet(knots.isEmpty() ? List.of(knot) : List.of(knots.get(0), knot), shapeHeld);
    }

    /** Free coordinates of a point on the face: what is left of (Ehi, ln G, shape), in this order. */
    double[] coordinates(double[] point) {
        return switch (knots.size()) {
            case 0 -> shapeHeld ? new double[] {point[0], point[1]} : point.clone();
            case 1 -> shapeHeld ? new double[] {point[1]} : new double[] {point[1], point[2]};
            default -> new double[] {point[2]};
        };
    }

    /**
     * The point (Ehi, ln G, shape) with these free coordinates.
     *
     * @param from a point that gives what is held
     * @param derivative receives d point / d coordinates, 3 rows
     */
    double[] point(double[] free, double[] from, ElbowPositions positions, double[][] derivative) {
        double shape = shapeHeld ? from[2] : free[free.length - 1];
        int shapeColumn = shapeHeld ? -1 : free.length - 1;
        if (shapeColumn >= 0) derivative[2][shapeColumn] = 1;
        if (knots.isEmpty()) {
            derivative[0][0] = 1;
            derivative[1][1] = 1;
            return new double[] {free[0], free[1], shape};
        }
        Knot first = knots.get(0);
        double below = 1 - positions.at(first.level, shape);
        double belowSlope = -positions.slopeAt(first.level, shape);
        if (knots.size() == 1) {
            double gap = Math.exp(free[0]);
            derivative[1][0] = 1;
            derivative[0][0] = gap * below;
            if (shapeColumn >= 0) derivative[0][shapeColumn] = gap * belowSlope;
            return new double[] {first.loss + gap * below, free[0], shape};
        }
        Knot second = knots.get(1);
        double rise = positions.at(second.level, shape) - positions.at(first.level, shape);
        double riseSlope = positions.slopeAt(second.level, shape) - positions.slopeAt(first.level, shape);
        double gap = (second.loss - first.loss) / rise;
        double gapSlope = -gap * riseSlope / rise;
        derivative[1][0] = gapSlope / gap;
        derivative[0][0] = gapSlope * below + gap * belowSlope;
        return new double[] {first.loss + gap * below, Math.log(gap), shape};
    }
}
