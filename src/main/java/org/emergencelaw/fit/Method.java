package org.emergencelaw.fit;

/** How the uncertainty of a fit is found. */
public enum Method {
    /** Least squares on resampled (checkpoint, data amount, seed) groups. */
    BOOTSTRAP,
    /** Least squares alone: a point, no interval. */
    MLE
}
