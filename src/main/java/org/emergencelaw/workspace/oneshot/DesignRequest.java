package org.emergencelaw.workspace.oneshot;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.forecast.design.DesignQuestion;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Task;

/**
 * Which small-model results are to be made; numbers may be written 3B, 1e23.
 *
 * @param params of the largest checkpoint that one can use
 * @param finetunes training runs that one can afford
 * @param trainFlops does the capability appear by this compute?
 * @param task one of the catalogue brings its trivial accuracy and shots; another one needs them
 */
public record DesignRequest(
        Optional<String> params,
        OptionalInt finetunes,
        Optional<String> trainFlops,
        OptionalDouble tokensPerParam,
        Optional<String> task,
        OptionalDouble trivialAccuracy,
        OptionalInt shots,
        OptionalInt evalItems,
        OptionalInt mostExamples,
        OptionalInt worlds,
        OptionalLong seed) {

    /** A task of which nothing is said has four choices, and is asked with five examples. */
    private static final Task USUAL = new Task("my_task", "accuracy", 0.25, 5);

    /** Name of the task in a template. */
    public String taskName() {
        return task.orElse(USUAL.name());
    }

    /** @throws IllegalArgumentException if something is missing, or anything breaks a rule */
    public DesignQuestion question(TaskCatalogue tasks) {
        Optional<Task> listed = task.flatMap(tasks::find).map(TaskCatalogue.Entry::task);
        if (task.isPresent() && listed.isEmpty() && (trivialAccuracy.isEmpty() || shots.isEmpty()))
            throw new IllegalArgumentException(
                    "task " + task.get() + " is not in the catalogue: give its trivial_accuracy and its shots, too");
        Task known = listed.orElse(USUAL);
        return new DesignQuestion(
                NumberText.quantity("params", params)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "params is missing: the size of the largest checkpoint, such as 3B")),
                tokensPerParam.orElse(DesignQuestion.USUAL_TOKENS_PER_PARAM),
                finetunes.orElseThrow(() -> new IllegalArgumentException(
                        "finetunes is missing: how many training runs there may be, such as 40")),
                NumberText.quantity("train_flops", trainFlops)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "train_flops is missing: the compute of the question, such as 1e23")),
                trivialAccuracy.orElse(known.trivialAccuracy()),
                shots.orElse(known.shots()),
                evalItems.orElse(DesignQuestion.USUAL_ITEMS),
                mostExamples.orElse((int) DesignQuestion.USUAL_MOST_EXAMPLES),
                worlds.orElse(DesignQuestion.USUAL_WORLDS),
                seed.orElse(1));
    }
}
