package org.emergencelaw.workspace;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.observation.ParamCount;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;

/** A study to create; a task of the catalogue brings its metric, trivial accuracy and shots. */
public record NewStudy(
        Optional<String> id,
        String name,
        String task,
        Optional<String> metric,
        OptionalDouble trivialAccuracy,
        OptionalInt shots,
        Optional<String> family,
        OptionalDouble flopsPerParamToken,
        Optional<ParamCount> paramCount,
        Optional<String> lossLaw) {

    public Task toTask(TaskCatalogue catalogue) {
        Optional<Task> known = catalogue.find(task).map(TaskCatalogue.Entry::task);
        if (known.isEmpty() && (trivialAccuracy.isEmpty() || shots.isEmpty()))
            throw new IllegalArgumentException(
                    "task " + task + " is not in the catalogue: give trivial_accuracy" + " and shots");
        return new Task(
                task,
                metric.or(() -> known.map(Task::metric)).orElse("accuracy"),
                trivialAccuracy.orElseGet(() -> known.orElseThrow().trivialAccuracy()),
                shots.orElseGet(() -> known.orElseThrow().shots()));
    }

    public Study create(Workspace desk, TaskCatalogue catalogue) {
        return desk.create(
                id,
                name,
                toTask(catalogue),
                family.orElse(name),
                desk.convention(flopsPerParamToken, paramCount, lossLaw));
    }
}
