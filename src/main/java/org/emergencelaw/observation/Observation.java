package org.emergencelaw.observation;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Accuracy of one checkpoint on one task.
 *
 * @param task benchmark name
 * @param checkpoint the evaluated model
 * @param regime few-shot or finetuned
 * @param examples shots, or finetuning examples D
 * @param seed draw of the shots, or of the finetuning run
 * @param accuracy fraction right, 0..1
 * @param nEval number of evaluated items, when stated
 * @param split whether a fit may see it
 * @param metric metric name; empty when not stated
 * @param filter how answers were extracted; empty when not stated
 * @param notes unknown columns and the note, by column name
 */
public record Observation(
        String task,
        Checkpoint checkpoint,
        Regime regime,
        long examples,
        long seed,
        double accuracy,
        OptionalInt nEval,
        Split split,
        String metric,
        String filter,
        SortedMap<String, String> notes) {

    /** Items assumed when {@code n_eval} is not stated; imports warn about it. */
    public static final int DEFAULT_N_EVAL = 1000;

    /** Note with the version of the task. */
    public static final String TASK_VERSION = "task_version";

    /** Note with the version of the evaluation harness. */
    public static final String HARNESS_VERSION = "harness_version";

    /** Note with the chat template that prompts were put into: its digest or name. */
    public static final String CHAT_TEMPLATE = "chat_template";

    /** Note with the system prompt. */
    public static final String SYSTEM_PROMPT = "system_prompt";

    /** Note that shots were given as turns of a conversation. */
    public static final String MULTITURN = "fewshot_as_multiturn";

    /** Note with what the weights were rounded to. */
    public static final String QUANTIZATION = "quantization";

    /** Note with the arguments by which answers were generated. */
    public static final String GENERATION = "generation_kwargs";

    /** Note that says why a row is excluded. */
    public static final String EXCLUSION_REASON = "exclusion_reason";

    /** Note with the split that an excluded row had. */
    public static final String EXCLUDED_FROM = "excluded_from";

    /** Notes that say how a model was asked: rows that differ in one are no repeats, and hardly comparable. */
    public static final List<String> PROTOCOL =
            List.of(CHAT_TEMPLATE, SYSTEM_PROMPT, MULTITURN, QUANTIZATION, GENERATION);

    public static final long MAX_EXAMPLES = 1_000_000_000_000L;

    private static final Pattern WHOLE = Pattern.compile("^([0-9]+)\\.0+$");

    public Observation {
        if (task.isBlank()) throw new IllegalArgumentException("task must not be blank");
        if (!(accuracy >= 0 && accuracy <= 1))
            throw new IllegalArgumentException("accuracy must be from 0 to 1, was " + accuracy);
        long least = regime == Regime.FINETUNED ? 2 : 0;
        if (!(examples >= least && examples <= MAX_EXAMPLES))
            throw new IllegalArgumentException(
                    "examples must be from " + least + " to " + MAX_EXAMPLES + ", was " + examples);
        if (nEval.isPresent() && !(nEval.getAsInt() >= 1))
            throw new IllegalArgumentException("n_eval must be at least 1, was " + nEval.getAsInt());
        notes = new TreeMap<>(notes);
    }

    /** Evaluated items: as stated, else {@link #DEFAULT_N_EVAL}. */
    public int itemsEvaluated() {
        return nEval.orElse(DEFAULT_N_EVAL);
    }

    /** Number of right answers, the nearest whole number to accuracy times items. */
    public int itemsRight() {
        return (int) Math.round(accuracy * itemsEvaluated());
    }

    /**
     * Version of the task and of the program that measured it, where the notes have them; empty where they have none. Versions 1 and
     * 1.0 of a task are one.
     */
    public String versions() {
        String ofTask = notes.getOrDefault(TASK_VERSION, "");
        String ofHarness = notes.getOrDefault(HARNESS_VERSION, "");
        if (ofTask.isEmpty() && ofHarness.isEmpty()) return "";
        return "task " + (ofTask.isEmpty() ? "?" : WHOLE.matcher(ofTask).replaceFirst("$1")) + ", harness "
                + (ofHarness.isEmpty() ? "?" : ofHarness);
    }

    /** How the model was asked, where the notes say it: {@code chat_template 77, quantization load_in_4bit}; else empty. */
    public String protocol() {
        StringBuilder text = new StringBuilder();
        for (String name : PROTOCOL) {
            String note = notes.getOrDefault(name, "");
            if (!note.isEmpty())
                text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(note);
        }
        return text.toString();
    }

    public boolean excluded() {
        return split == Split.EXCLUDED;
    }

    /** The same, of which nothing is computed, for this reason; what it was is kept. */
    public Observation excludedFor(String reason) {
        if (reason.isBlank()) throw new IllegalArgumentException("reason must say why a row is excluded, was blank");
        SortedMap<String, String> with = new TreeMap<>(notes);
        with.put(EXCLUSION_REASON, reason);
        if (!excluded()) with.put(EXCLUDED_FROM, split.name().toLowerCase(Locale.ROOT));
        return toBuilder().split(Split.EXCLUDED).notes(with).build();
    }

    /** An excluded row as it was before. */
    public Observation takenBack() {
        if (!excluded()) return this;
        SortedMap<String, String> without = new TreeMap<>(notes);
        without.remove(EXCLUSION_REASON);
        String was = without.remove(EXCLUDED_FROM);
        boolean heldOut = "held_out".equals(was);
        return toBuilder()
                .split(heldOut ? Split.HELD_OUT : Split.FIT)
                .notes(without)
                .build();
    }

    /** The same measurement of another checkpoint. */
    public Observation withCheckpoint(Checkpoint other) {
        return toBuilder().checkpoint(other).build();
    }

    /** The same measurement with another number of examples. */
    public Observation withExamples(long other) {
        return toBuilder().examples(other).build();
    }

    /** What makes an observation the same measurement as another; two rows with one identity are duplicates. */
    public Identity identity() {
        return new Identity(task, checkpoint, regime, examples, seed, metric, filter, versions(), protocol());
    }

    /** Identity of a measurement; two runs of it should differ in nothing but noise. */
    public record Identity(
            String task,
            Checkpoint checkpoint,
            Regime regime,
            long examples,
            long seed,
            String metric,
            String filter,
            String versions,
            String protocol) {}

    /** An observation of which nothing is said yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** The same, to say something else of it. */
    public Builder toBuilder() {
        return builder()
                .task(task)
                .checkpoint(checkpoint)
                .regime(regime)
                .examples(examples)
                .seed(seed)
                .accuracy(accuracy)
                .nEval(nEval)
                .split(split)
                .metric(metric)
                .filter(filter)
                .notes(notes);
    }

    /**
     * The components by name, the only caller of the constructor but for what reads all components at once, JSON and the database. Task, checkpoint, regime, examples and accuracy must be
     * said; the others have what the columns of a table have where their cells are empty.
     */
    public static final class Builder {
        private String task = "";
        private Optional<Checkpoint> checkpoint = Optional.empty();
        private Optional<Regime> regime = Optional.empty();
        private OptionalLong examples = OptionalLong.empty();
        private long seed;
        private OptionalDouble accuracy = OptionalDouble.empty();
        private OptionalInt nEval = OptionalInt.empty();
        private Split split = Split.FIT;
        private String metric = "";
        private String filter = "";
        private SortedMap<String, String> notes = Collections.emptySortedMap();

        private Builder() {}

        public Builder task(String value) {
            task = value;
            return this;
        }

        public Builder checkpoint(Checkpoint value) {
            checkpoint = Optional.of(value);
            return this;
        }

        public Builder regime(Regime value) {
            regime = Optional.of(value);
            return this;
        }

        public Builder examples(long value) {
            examples = OptionalLong.of(value);
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder accuracy(double value) {
            accuracy = OptionalDouble.of(value);
            return this;
        }

        public Builder nEval(OptionalInt value) {
            nEval = value;
            return this;
        }

        public Builder nEval(int value) {
            return nEval(OptionalInt.of(value));
        }

        public Builder split(Split value) {
            split = value;
            return this;
        }

        public Builder metric(String value) {
            metric = value;
            return this;
        }

        public Builder filter(String value) {
            filter = value;
            return this;
        }

        public Builder notes(SortedMap<String, String> value) {
            notes = value;
            return this;
        }

        /** @throws IllegalArgumentException if a component is missing or breaks its rule */
        public Observation build() {
            return new Observation(
                    task,
                    checkpoint.orElseThrow(() -> missing("checkpoint")),
                    regime.orElseThrow(() -> missing("regime")),
                    examples.orElseThrow(() -> missing("examples")),
                    seed,
                    accuracy.orElseThrow(() -> missing("accuracy")),
                    nEval,
                    split,
                    metric,
                    filter,
                    notes);
        }

        private static IllegalArgumentException missing(String component) {
            return new IllegalArgumentException(component + " is missing");
        }
    }
}
