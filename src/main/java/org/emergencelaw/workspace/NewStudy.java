package org.emergencelaw.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.BrokenRuleException;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.ParamCount;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;

/**
 * A study to create, whoever asks: the API, the form, the command line, the examples, the lab.
 *
 * @param id made of the name where it is not given
 * @param task its name; a task of the catalogue brings its metric, trivial accuracy and shots
 * @param family the name of the study where it is not given
 * @param paramCount as the published law has it where it is not given
 * @param lossLaw name of the published law that stands in where no loss was measured
 */
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

    private static final int LONGEST_SLUG = 60;
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?(e-?[0-9]{1,2})?");

    /**
     * What of a study is to be another; what is absent stays.
     *
     * @param task another one brings its numbers from the catalogue, where they are not given
     * @param lossLaw empty text: none
     */
    public record Change(
            Optional<String> name,
            Optional<String> task,
            Optional<String> metric,
            OptionalDouble trivialAccuracy,
            OptionalInt shots,
            Optional<String> family,
            OptionalDouble flopsPerParamToken,
            Optional<ParamCount> paramCount,
            Optional<String> lossLaw) {

        /** Of the rows that an empty study takes first. */
        static Change of(Optional<String> task, Optional<String> family) {
            return new Change(
                    Optional.empty(),
                    task,
                    Optional.empty(),
                    OptionalDouble.empty(),
                    OptionalInt.empty(),
                    family,
                    OptionalDouble.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /**
         * The study with these settings. Another name alone may be given at any time; what else there is changes while nothing of
         * the study is locked, and its fits and drafts of forecasts, which were of what it was, go.
         *
         * @throws Conflict if a forecast of it is locked, or its rows are of another task or family
         * @throws IllegalArgumentException if anything breaks a rule
         */
        public Study applyTo(Workspace workspace, String id) {
            return workspace.atomically(() -> {
                Study study = workspace.study(id);
                Study changed = of(study, workspace.tasks(), workspace.lossLaws());
                workspace.losses(changed.convention());
                if (changed.equals(study.withName(changed.name()))) {
                    workspace.database().studies().rename(id, changed.name());
                    return changed;
                }
                boolean same = changed.task().name().equals(study.task().name())
                        && changed.family().equals(study.family());
                if (!same && workspace.count(study) > 0)
                    throw new Conflict(
                            ProblemCode.HAS_ROWS,
                            "the rows of the study are of task "
                                    + study.task().name() + " and family " + study.family()
                                    + ": these can change only while it has none");
                boolean locked = workspace.forecasts().ofStudy(study, Integer.MAX_VALUE, true).stream()
                        .anyMatch(forecast -> workspace
                                .database()
                                .ledger()
                                .find(forecast.id())
                                .isPresent());
                if (locked)
                    throw new Conflict(
                            ProblemCode.FORECAST_LOCKED,
                            "a forecast of the study is locked, and stands on its settings");
                if (!changed.equals(study)) workspace.database().studies().change(changed);
                return changed;
            });
        }

        /** @throws IllegalArgumentException if anything breaks a rule */
        Study of(Study now, TaskCatalogue tasks, PublishedLossLaws lossLaws) {
            boolean other = !task.orElse(now.task().name()).equals(now.task().name());
            Task was = now.task();
            NewStudy asked = new NewStudy(
                    Optional.of(now.id()),
                    name.orElse(now.name()),
                    task.orElse(was.name()),
                    metric.or(() -> other ? Optional.empty() : Optional.of(was.metric())),
                    trivialAccuracy.isPresent() || other ? trivialAccuracy : OptionalDouble.of(was.trivialAccuracy()),
                    shots.isPresent() || other ? shots : OptionalInt.of(was.shots()),
                    Optional.of(family.orElse(now.family())),
                    OptionalDouble.of(flopsPerParamToken.orElse(now.convention().flopsPerParamToken())),
                    paramCount.or(() -> Optional.of(now.convention().paramCount())),
                    lossLaw.or(() -> now.convention().lossLaw()).filter(law -> !law.isEmpty()));
            return asked.study(tasks, lossLaws, now.createdAt());
        }
    }

    /** A study of which everything is known, and that counts as is usual. */
    public static NewStudy of(String id, String name, Task task, String family) {
        return new NewStudy(
                Optional.of(id),
                name,
                task.name(),
                Optional.of(task.metric()),
                OptionalDouble.of(task.trivialAccuracy()),
                OptionalInt.of(task.shots()),
                Optional.of(family),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The same with some components as stated, by their names in the API.
     *
     * @throws JsonProcessingException if there is no such component, or it cannot be that
     */
    public NewStudy with(Map<String, String> stated) throws JsonProcessingException {
        ObjectNode components = Json.mapper().valueToTree(this);
        for (Map.Entry<String, String> one : stated.entrySet()) components.set(one.getKey(), value(one.getValue()));
        return Json.mapper().treeToValue(components, NewStudy.class);
    }

    /** A component as text, as a page or an address states it. */
    public static JsonNode value(String text) {
        if (WHOLE.matcher(text).matches()) return LongNode.valueOf(Long.parseLong(text));
        return NUMBER.matcher(text).matches() ? DecimalNode.valueOf(new BigDecimal(text)) : TextNode.valueOf(text);
    }

    /**
     * The study as it would be made.
     *
     * @throws IllegalArgumentException if the task is unknown and its numbers are missing, or anything breaks a rule
     */
    public Study study(TaskCatalogue tasks, PublishedLossLaws lossLaws, Instant now) {
        return new Study(
                id.orElseGet(() -> slug(name, LONGEST_SLUG, "study")),
                name,
                toTask(tasks),
                family.orElse(name),
                now,
                convention(flopsPerParamToken, paramCount, lossLaw, lossLaws));
    }

    private Task toTask(TaskCatalogue tasks) {
        Optional<Task> known = tasks.find(task).map(TaskCatalogue.Entry::task);
        if (known.isEmpty() && (trivialAccuracy.isEmpty() || shots.isEmpty()))
            throw new BrokenRuleException(
                    ProblemCode.TASK_UNKNOWN,
                    "task",
                    "task " + task + " is not in the catalogue: give trivial_accuracy" + " and shots");
        return new Task(
                task,
                metric.or(() -> known.map(Task::metric)).orElse("accuracy"),
                trivialAccuracy.orElseGet(() -> known.orElseThrow().trivialAccuracy()),
                shots.orElseGet(() -> known.orElseThrow().shots()));
    }

    /** How a study counts, where the rest is as usual, or as a published law has it. */
    public static ComputeConvention convention(
            OptionalDouble flopsPerParamToken,
            Optional<ParamCount> paramCount,
            Optional<String> lossLaw,
            PublishedLossLaws lossLaws) {
        return new ComputeConvention(
                flopsPerParamToken.orElse(ComputeConvention.DEFAULT.flopsPerParamToken()),
                paramCount
                        .or(() -> lossLaw.map(law -> lossLaws.require(law).paramCount()))
                        .orElse(ComputeConvention.DEFAULT.paramCount()),
                lossLaw);
    }

    /** An id made of a name. */
    public static String slug(String name, int longest, String otherwise) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        if (slug.isEmpty()) return otherwise;
        return slug.substring(0, Math.min(longest, slug.length())).replaceAll("-$", "");
    }
}
