package org.emergencelaw.fit;

import org.emergencelaw.statistics.SamplingDiagnostics;

/** A chain that did not converge: an error that carries what it found, which is not to be relied on. */
public final class UnconvergedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient EmergenceFit estimate;
    private final transient SamplingDiagnostics sampling;

    UnconvergedException(String message, EmergenceFit estimate, SamplingDiagnostics sampling) {
        super(message);
        this.estimate = estimate;
        this.sampling = sampling;
    }

    /** The fit as it would be if the chain could be trusted. */
    public EmergenceFit estimate() {
        return estimate;
    }

    /** How far each quantity is from convergence. */
    public SamplingDiagnostics sampling() {
        return sampling;
    }
}
