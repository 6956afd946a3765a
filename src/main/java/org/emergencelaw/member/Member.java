package org.emergencelaw.member;

/** A predictor that enters the combined forecast. */
public enum Member {
    /** Floor, elbow, rise with a soft ceiling; where the emergence law was fitted, with its elbow as evidence. */
    HINGE,
    /** Straight line through the last half of the checkpoints. */
    LINE,
    /** Logistic curve from trivial accuracy to 1. */
    LOGISTIC,
    /** The hinge, over the loss instead of doublings of compute. */
    HINGE_IN_LOSS,
    /** The line, over the loss. */
    LINE_IN_LOSS,
    /** The logistic curve, over the loss. */
    LOGISTIC_IN_LOSS,
    /** What is usual where finetuned rows show that the ability can be learnt. */
    REFERENCE,
    /** The emergence law, extrapolated from finetuned rows. */
    EMERGENCE_LAW
}
