package org.emergencelaw.ingest.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.RowError;
import org.emergencelaw.metric.StandardError;

/**
 * One number of a run.
 *
 * @param task as the program calls it
 * @param filter of the answers, or the way of asking where the program has several; {@code none} for answers as they came
 * @param value absent where the file says NaN, or no number at all
 * @param unread what stands there in place of a number; empty where a number does
 * @param standardError as text; empty where the file has none or says N/A
 * @param items evaluated items, where the file tells them or its standard errors do
 * @param itemsWorkedOut whether they are worked out from standard errors
 * @param originalItems items of the task, where the file tells them
 * @param shots absent for a group of tasks with different shots, and where the file does not say
 * @param taskVersion empty when not stated
 * @param subtasks of a group, all levels down to single tasks; empty for a single task
 * @param group whether it is the mean of other tasks
 * @param lowerIsBetter whether the file says so
 * @param generation arguments of the task's generation; empty where there are none
 * @param measured what the items themselves tell, where the program logged them
 */
public record Score(
        String task,
        String metric,
        String filter,
        OptionalDouble value,
        String unread,
        String standardError,
        OptionalInt items,
        boolean itemsWorkedOut,
        OptionalInt originalItems,
        OptionalInt shots,
        String taskVersion,
        List<String> subtasks,
        boolean group,
        boolean lowerIsBetter,
        String generation,
        Optional<ItemMeans> measured) {

    /** Filter of answers as they came. */
    public static final String UNFILTERED = "none";

    /** {@code acc,none}. */
    public String series() {
        return metric + "," + filter;
    }

    /** A number of which nothing is said yet but what it is of. */
    public static Builder of(String task, String metric) {
        return new Builder(task, metric);
    }

    /** The same with what its items tell. */
    public Score measured(ItemMeans means) {
        Builder same = new Builder(task, metric)
                .filter(filter)
                .value(value)
                .unread(unread)
                .standardError(standardError)
                .items(items)
                .originalItems(originalItems)
                .shots(shots)
                .taskVersion(taskVersion)
                .subtasks(subtasks)
                .lowerIsBetter(lowerIsBetter)
                .generation(generation);
        same.itemsWorkedOut = itemsWorkedOut;
        same.group = group;
        same.measured = Optional.of(means);
        return same.build();
    }

    /** The components by name, the only caller of the constructor; what is not said is not known. */
    public static final class Builder {
        private final String task;
        private String metric;
        private String filter = UNFILTERED;
        private OptionalDouble value = OptionalDouble.empty();
        private String unread = "";
        private String standardError = "";
        private OptionalInt items = OptionalInt.empty();
        private boolean itemsWorkedOut;
        private OptionalInt originalItems = OptionalInt.empty();
        private OptionalInt shots = OptionalInt.empty();
        private String taskVersion = "";
        private List<String> subtasks = List.of();
        private boolean group;
        private boolean lowerIsBetter;
        private String generation = "";
        private Optional<ItemMeans> measured = Optional.empty();

        private Builder(String task, String metric) {
            this.task = task;
            this.metric = metric;
        }

        /** The same of another number. */
        public Builder metric(String name) {
            metric = name;
            return this;
        }

        public Builder filter(String name) {
            filter = name;
            return this;
        }

        public Builder value(OptionalDouble number) {
            value = number;
            return this;
        }

        /** The value that stands in a file: a number, also as text or NaN, or what is there in its place. */
        public Builder read(JsonNode node) {
            value = JsonNumber.of(node);
            return unread(value.isPresent() || node.isNumber() ? "" : RowError.shown(node.toString()));
        }

        public Builder unread(String text) {
            unread = text;
            return this;
        }

        public Builder standardError(String text) {
            standardError = text;
            return this;
        }

        public Builder items(OptionalInt count) {
            items = count;
            return this;
        }

        /** Items as stated, else as value and standard error tell them. */
        public Builder itemsOrError(OptionalInt stated, OptionalDouble error) {
            standardError = NumberText.text(error);
            if (stated.isPresent() || value.isEmpty() || error.isEmpty()) return items(stated);
            return itemsFromErrors(StandardError.items(value.getAsDouble(), error.getAsDouble()));
        }

        /** Items that only standard errors tell. */
        public Builder itemsFromErrors(OptionalInt count) {
            itemsWorkedOut = true;
            return items(count);
        }

        public Builder originalItems(OptionalInt count) {
            originalItems = count;
            return this;
        }

        public Builder shots(OptionalInt count) {
            shots = count;
            return this;
        }

        public Builder taskVersion(String text) {
            taskVersion = text;
            return this;
        }

        /** A mean of these tasks; none for a task of its own. */
        public Builder subtasks(List<String> tasks) {
            subtasks = List.copyOf(tasks);
            group = group || !tasks.isEmpty();
            return this;
        }

        /** A mean of tasks, whichever they are. */
        public Builder group(boolean isMean) {
            group = isMean;
            return this;
        }

        public Builder lowerIsBetter(boolean lower) {
            lowerIsBetter = lower;
            return this;
        }

        public Builder generation(String arguments) {
            generation = arguments;
            return this;
        }

        public Score build() {
            return new Score(
                    task,
                    metric,
                    filter,
                    value,
                    unread,
                    standardError,
                    items,
                    itemsWorkedOut,
                    originalItems,
                    shots,
                    taskVersion,
                    subtasks,
                    group,
                    lowerIsBetter,
                    generation,
                    measured);
        }
    }
}
