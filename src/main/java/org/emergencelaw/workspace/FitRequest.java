package org.emergencelaw.workspace;

import java.util.Optional;
import java.util.OptionalLong;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.law.EmergenceLawForm;

/** Options of a fit; what is left out is the default. */
public record FitRequest(
        Optional<EmergenceLawForm> law, Optional<Method> method, Optional<Boolean> fewShotShift, OptionalLong seed) {

    /** The default fit. */
    public static final FitRequest DEFAULT =
            new FitRequest(Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty());

    public FitOptions options() {
        return new FitOptions(
                law.orElse(FitOptions.DEFAULT.law()),
                method.orElse(FitOptions.DEFAULT.method()),
                fewShotShift.orElse(FitOptions.DEFAULT.fewShotShift()),
                seed.orElse(FitOptions.DEFAULT.seed()));
    }
}
