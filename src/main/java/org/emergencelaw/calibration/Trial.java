package org.emergencelaw.calibration;

/**
 * One repetition of a simulation study. What comes of it follows from its fields alone, so that it can be run anywhere, in any order.
 *
 * @param <R> what comes of it
 */
public interface Trial<R> {
    R run();
}
