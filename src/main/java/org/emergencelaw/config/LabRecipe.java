package org.emergencelaw.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.emergencelaw.format.Yaml;

/**
 * Everything that decides the numbers of a lab family, {@code configs/lab/*.yaml}.
 *
 * @param family name of the family of checkpoints
 * @param seed of the made-up language; pretraining seeds, batches and prompts are derived from it
 * @param pretrainingSeeds runs of each size
 * @param tasks hidden attributes of words, each a target task
 * @param sizes models, the weakest first
 */
public record LabRecipe(
        String family,
        long seed,
        int pretrainingSeeds,
        Language language,
        List<Target> tasks,
        Pretraining pretraining,
        Finetuning finetuning,
        Evaluation evaluation,
        List<Size> sizes) {

    public LabRecipe {
        if (!family.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,39}"))
            throw new IllegalArgumentException(
                    "family must be up to 40 letters, digits, hyphens and underscores, was " + family);
        within("pretraining_seeds", pretrainingSeeds, 1, 100);
        within("tasks", tasks.size(), 1, 16);
        within("sizes", sizes.size(), 1, 16);
        distinct("names of tasks", tasks.stream().map(Target::name).toList());
        distinct("names of sizes", sizes.stream().map(Size::name).toList());
        int most = Collections.max(finetuning.examples());
        if (most > language.poolWords())
            throw new IllegalArgumentException("finetuning.examples must be at most language.pool_words, "
                    + language.poolWords() + ", was " + most);
        int shots = Collections.max(evaluation.shots());
        if (2 * shots + 2 > language.context())
            throw new IllegalArgumentException(
                    "evaluation.shots must fit into language.context, " + language.context() + ", was " + shots);
        tasks = List.copyOf(tasks);
        sizes = List.copyOf(sizes);
    }

    /**
     * The made-up language.
     *
     * @param poolWords words that occur in text and with labels
     * @param heldOutWords words that occur in text alone; the tasks are measured on them
     * @param classes grammatical classes, a Markov chain
     * @param values of each hidden attribute: the choices of a task
     * @param labels words that stand for a value, differently in each document
     * @param context tokens that a model sees, the length of a document
     * @param zipf exponent of the word frequencies
     * @param concentration Dirichlet parameter of the chain's rows, the smaller the more regular
     * @param successorShare probability that a word is followed by one of its own successors
     * @param successors of each word
     * @param inContextShare share of documents that list words with their labels
     * @param repeatingShare share of those that repeat a handful of words
     * @param ownLabelShare share of those that name a value by the task's own label, the one of finetuning, instead of one that holds in
     *     this document alone; where there are any, few-shot prompts have the task's own labels, too
     */
    public record Language(
            int poolWords,
            int heldOutWords,
            int classes,
            int values,
            int labels,
            int context,
            double zipf,
            double concentration,
            double successorShare,
            int successors,
            double inContextShare,
            double repeatingShare,
            double ownLabelShare) {

        public Language {
            within("values", values, 2, 16);
            within("labels", labels, values, 1024);
            within("classes", classes, 2, 1024);
            within("context", context, 4, 4096);
            within("successors", successors, 1, 64);
            multiple("pool_words", poolWords, classes, values);
            multiple("held_out_words", heldOutWords, classes, values);
            share("successor_share", successorShare);
            share("in_context_share", inContextShare);
            share("repeating_share", repeatingShare);
            if (!(ownLabelShare >= 0 && ownLabelShare <= 1))
                throw new IllegalArgumentException("own_label_share must be from 0 to 1, was " + ownLabelShare);
            if (!(zipf >= 0 && zipf <= 4)) throw new IllegalArgumentException("zipf must be from 0 to 4, was " + zipf);
            if (!(concentration >= 0.01 && concentration <= 100))
                throw new IllegalArgumentException("concentration must be from 0.01 to 100, was " + concentration);
        }

        private static void multiple(String field, int words, int classes, int values) {
            within(field, words, 1, 1 << 16);
            if (words % classes != 0 || words % values != 0)
                throw new IllegalArgumentException(
                        field + " must be a multiple of classes and of values, was " + words);
        }
    }

    /**
     * A target task: name the label of a held-out word's value of one hidden attribute.
     *
     * @param boost how many times likelier a word is in a text whose topic has the word's value; 1 leaves no trace in text
     */
    public record Target(String name, double boost) {
        public Target {
            if (!name.matches("[a-z0-9_]{1,39}"))
                throw new IllegalArgumentException(
                        "a task's name must be up to 39 lower-case letters, digits and underscores, was " + name);
            if (!(boost >= 1 && boost <= 1000))
                throw new IllegalArgumentException("boost must be from 1 to 1000, was " + boost);
        }
    }

    /** AdamW at a constant rate after a linear warm-up. */
    public record Pretraining(int batch, int warmUpSteps, double weightDecay, double clip) {
        public Pretraining {
            within("batch", batch, 1, 4096);
            within("warm_up_steps", warmUpSteps, 1, 100_000);
            if (!(weightDecay >= 0 && weightDecay <= 1))
                throw new IllegalArgumentException("weight_decay must be from 0 to 1, was " + weightDecay);
            if (!(clip > 0 && clip <= 1000))
                throw new IllegalArgumentException("clip must be above 0 and at most 1000, was " + clip);
        }
    }

    /** All weights, a fresh AdamW, linear warm-up and decay; data amounts and the seeds at each. */
    public record Finetuning(
            List<Integer> examples, int seeds, int steps, int batch, int warmUpSteps, double learningRate) {
        public Finetuning {
            examples = List.copyOf(examples);
            amounts("finetuning.examples", examples, 1, 1 << 16);
            within("finetuning.seeds", seeds, 1, 100);
            within("finetuning.steps", steps, 1, 100_000);
            within("finetuning.batch", batch, 1, 4096);
            within("finetuning.warm_up_steps", warmUpSteps, 1, steps);
            rate(learningRate);
        }
    }

    /** Shot counts, prompts at each, and held-out documents behind a loss. */
    public record Evaluation(List<Integer> shots, int prompts, int lossDocuments) {
        public Evaluation {
            shots = List.copyOf(shots);
            amounts("evaluation.shots", shots, 0, 2048);
            within("evaluation.prompts", prompts, 1, 1_000_000);
            within("evaluation.loss_documents", lossDocuments, 1, 1_000_000);
        }
    }

    /**
     * One size of model.
     *
     * @param tiedEmbeddings whether the output matrix is that of the embeddings
     * @param checkpoints steps after which the model is measured, in rising order from 1
     * @param finetuned the checkpoints that are finetuned too, by their steps
     * @param visible the checkpoints that a fit may see, those up to this step; 0 holds the whole size out
     */
    public record Size(
            String name,
            int width,
            int layers,
            int heads,
            boolean smearedKeys,
            boolean tiedEmbeddings,
            double learningRate,
            List<Integer> checkpoints,
            List<Integer> finetuned,
            int visible) {
        public Size {
            if (!name.matches("[A-Za-z0-9]{1,20}"))
                throw new IllegalArgumentException("a size's name must be letters and digits, was " + name);
            within("width", width, 2, 4096);
            within("layers", layers, 1, 64);
            within("heads", heads, 1, width);
            if (width % heads != 0)
                throw new IllegalArgumentException("width must be a multiple of heads, was " + width);
            rate(learningRate);
            checkpoints = List.copyOf(checkpoints);
            within("checkpoints", checkpoints.size(), 1, 10_000);
            finetuned = List.copyOf(finetuned);
            distinct("finetuned", finetuned);
            if (!checkpoints.containsAll(finetuned))
                throw new IllegalArgumentException(
                        "finetuned must be some of checkpoints, " + checkpoints + ", was " + finetuned);
            within("visible", visible, 0, Integer.MAX_VALUE);
            int last = 0;
            for (int step : checkpoints) {
                if (step <= last)
                    throw new IllegalArgumentException("checkpoints must rise from 1 or above, had " + checkpoints);
                last = step;
            }
        }
    }

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a key is unknown or missing, or a value breaks a rule
     */
    public static LabRecipe read(Path file) throws IOException {
        return Yaml.read(file, LabRecipe.class);
    }

    private static void within(String field, int value, int least, int most) {
        if (!(value >= least && value <= most))
            throw new IllegalArgumentException(field + " must be from " + least + " to " + most + ", was " + value);
    }

    private static void share(String field, double value) {
        if (!(value >= 0 && value < 1))
            throw new IllegalArgumentException(field + " must be from 0 to below 1, was " + value);
    }

    private static void rate(double value) {
        if (!(value > 0 && value <= 1))
            throw new IllegalArgumentException("learning_rate must be above 0 and at most 1, was " + value);
    }

    private static void amounts(String field, List<Integer> values, int least, int most) {
        if (values.isEmpty()) throw new IllegalArgumentException(field + " must have at least one value, had none");
        for (int value : values) within(field, value, least, most);
        distinct(field, values);
    }

    private static void distinct(String field, List<?> values) {
        Set<Object> seen = new HashSet<>();
        for (Object value : values)
            if (!seen.add(value))
                throw new IllegalArgumentException(field + " must be different, had " + value + " twice");
    }
}
