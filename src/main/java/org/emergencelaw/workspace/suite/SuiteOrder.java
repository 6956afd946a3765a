package org.emergencelaw.workspace.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        return forecasts.work().patiently(() -> order(suite), made -> made.pending() == 0, patience);
    }

    private EmergenceOrder order(Suite suite) {
        List<TaskEmergence> tasks = new ArrayList<>();
        int pending = 0;
        for (Study study : forecasts.suites().studies(suite)) {
            Optional<TaskForecast> forecast = forecasts.find(study, ANY);
            if (forecast.isEmpty()) {
                forecasts.ask(study, ANY);
                pending++;
            }
            tasks.add(TaskEmergence.of(
                    study.task(),
                    workspace.forecasts().usualLevel(study.task()),
                    SeenAccuracy.of(workspace.rows(study)),
                    forecast.flatMap(TaskForecast::crossing).map(Occurrence::trainFlops)));
        }
        return EmergenceOrder.of(suite, tasks, pending);
    }
}
