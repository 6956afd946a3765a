package org.emergencelaw.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.emergencelaw.calibration.CoverageRow;
import org.emergencelaw.calibration.CoverageStudy;
import org.emergencelaw.calibration.CoverageTables;
import org.emergencelaw.calibration.SimulatedWorld;
import org.emergencelaw.fit.posterior.Prior;
import org.emergencelaw.fit.posterior.ReferencePrior;

/**
 * How well could anyone tell which tasks emerge soon? On the world {@code never}: discrimination and coverage of the default, of
 * H2, and of a prior that knows how the world draws its slopes, exponents, gaps and noise, and that nothing departs from the law.
 * What the last does not reach, no inference from these data can be asked for. A minute for 300 tasks on two cores.
 */
public final class KnownWorldStudy {

    /** Ranges of {@link SimulatedWorld.Recipe} as normals of about the same median and sd. */
    private static final Prior KNOWN =
            new Prior(0.67, 0.38, 0.3, 0.5, 0.6, 1.7, 0.37, 0.011, 0.58, 0.002, 0.002, Prior.Structure.NONE);

    private KnownWorldStudy() {}

    /** @param arguments tasks, 300 if not given, and seed, 3 if not given */
    public static void main(String[] arguments) {
        int tasks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 3;
        Map<String, Prior> priors = new LinkedHashMap<>();
        priors.put("H4", Prior.H4);
        priors.put("H2", ReferencePrior.H2);
        priors.put("the world's own", KNOWN);
        priors.forEach((name, prior) -> {
            List<CoverageRow> rows = IntStream.range(0, tasks)
                    .parallel()
                    .mapToObj(task ->
                            CoverageStudy.row(SimulatedWorld.NEVER, task, seed, CoverageStudy.Inference.inNats(prior)))
                    .toList();
            System.out.printf("%s%n%s%s%n", name, CoverageTables.discrimination(rows), CoverageTables.worlds(rows));
        });
    }
}
