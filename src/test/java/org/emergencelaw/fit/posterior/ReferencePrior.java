package org.emergencelaw.fit.posterior;

/** The prior behind the posteriors of {@code data/reference-fits/reference.json}, which other code computed. */
public final class ReferencePrior {

    /** H2: nothing but the groups of a study share errors; narrower in alpha and G than the default. */
    public static final Prior H2 =
            new Prior(0.8, 0.8, 0.5, 0.4, 0.5, 1.7, 0.8, 0.01, 0.8, 0.03, 0.03, Prior.Structure.NONE);

    private ReferencePrior() {}
}
