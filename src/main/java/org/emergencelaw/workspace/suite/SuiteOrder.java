package org.emergencelaw.workspace.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.forecast.Occurrence;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.suite.EmergenceOrder;
import org.emergencelaw.suite.SeenAccuracy;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.TaskEmergence;
import org.emergencelaw.suite.TaskForecast;
import org.emergencelaw.workspace.Workspace;

/** Which tasks of a suite tend to come before which. */
public final class SuiteOrder {

    /** Any size will do: where a level is reached depends on the path alone. */
    private static final SuitePlan ANY = new SuitePlan(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.of(1e22),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            PathChoice.TOKENS_PER_PARAM,
            OptionalDouble.empty());

    private final Workspace workspace;
    private final SuiteForecasts forecasts;

    public SuiteOrder(Workspace workspace, SuiteForecasts forecasts) {
        this.workspace = workspace;
        this.forecasts = forecasts;
    }

    /** From what is there, after a while in which it may become whole. */
    public EmergenceOrder order(Suite suite, Duration patience) {
        return forecasts.jobs().patiently(() -> order(suite), made -> made.pending() == 0, patience);
    }

    private EmergenceOrder order(Suite suite) {
        Map<Study, Optional<TaskForecast>> there = forecasts.there(suite, ANY);
        List<TaskEmergence> tasks = new ArrayList<>();
        there.forEach((study, forecast) -> tasks.add(TaskEmergence.of(
                study.task(),
                workspace.forecasts().usualLevel(study.task()),
                SeenAccuracy.of(workspace.rows(study)),
                forecast.flatMap(TaskForecast::crossing).map(Occurrence::trainFlops))));
        int pending = (int) there.values().stream().filter(Optional::isEmpty).count();
        return EmergenceOrder.of(suite, tasks, pending);
    }
}
