package org.emergencelaw.lab;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.emergencelaw.config.LabRecipe;

/**
 * Documents of the made-up language.
 *
 * <p><b>Text.</b> The class follows a Markov chain whose rows are Dirichlet. Each text has, for every task j, a topic: one of the
 * values of its attribute. Within the class a word has weight {@code rank^-zipf * prod_j (boost_j if its value of j is the
 * topic, else 1)}. With a small probability the next word is one of the present word's successors instead.
 *
 * <p><b>In-context documents.</b> {@code begin_j x y x y ...}: words of the pool, each followed by the label of its value of
 * attribute j, under a fresh map of values to labels, or by the task's own labels. Some of these documents draw from eight words
 * only, so that a word and its label come again. Held-out words occur in text alone.
 *
 * <p>A document is {@code context + 1} tokens: a model predicts each token but the first from those before it.
 */
final class Corpus {

    /** Different words of an in-context document that repeats them. */
    private static final int REPEATED = 8;

    final Lexicon lexicon;
    private final LabRecipe recipe;
    private final LabRecipe.Language language;
    private final double[] frequency;
    private final double[][] chain;
    private final int[][] successors;

    Corpus(LabRecipe recipe) {
        this.recipe = recipe;
        this.language = recipe.language();
        lexicon = new Lexicon(recipe);
        frequency = new double[lexicon.words];
        int[] rank = SeededRandom.permutation(lexicon.words, SeededRandom.of(recipe.seed(), "ranks"));
        for (int w = 0; w < lexicon.words; w++) frequency[w] = StrictMath.pow(rank[w] + 1.0, -language.zipf());
        SplittableRandom random = SeededRandom.of(recipe.seed(), "chain");
        chain = new double[language.classes()][language.classes()];
        for (double[] row : chain) {
            double sum = 0;
            for (int c = 0; c < row.length; c++) row[c] = sum += SeededRandom.gamma(random, language.concentration());
        }
        successors = new int[lexicon.words][language.successors()];
        SplittableRandom table = SeededRandom.of(recipe.seed(), "successors");
        for (int[] row : successors) Arrays.setAll(row, i -> table.nextInt(lexicon.words));
    }

    /** Documents of a training step, text and in-context ones mixed. */
    int[][] mixture(int documents, SplittableRandom random) {
        int[][] batch = new int[documents][];
        for (int i = 0; i < documents; i++)
            batch[i] = random.nextDouble() < language.inContextShare()
                    ? inContext(random.nextInt(lexicon.tasks), random)
                    : text(random);
        return batch;
    }

    /** A text. */
    int[] text(SplittableRandom random) {
        int[] document = new int[language.context() + 1];
        int[] topic = new int[lexicon.tasks];
        for (int j = 0; j < topic.length; j++) topic[j] = random.nextInt(lexicon.values);
        double[][] weights = new double[language.classes()][];
        int word = random.nextInt(lexicon.words);
        for (int t = 1; t < document.length; t++) {
            word = next(word, topic, weights, random);
            document[t] = lexicon.firstWord + word;
        }
        return document;
    }

    private int next(int word, int[] topic, double[][] weights, SplittableRandom random) {
        if (random.nextDouble() < language.successorShare())
            return successors[word][random.nextInt(language.successors())];
        int kind = SeededRandom.index(chain[lexicon.classOf[word]], random);
        if (weights[kind] == null) weights[kind] = weights(kind, topic);
        return lexicon.wordsOf[kind][SeededRandom.index(weights[kind], random)];
    }

    /** Cumulative weights of a class's words under a topic. */
    private double[] weights(int kind, int[] topic) {
        int[] words = lexicon.wordsOf[kind];
        double[] cumulative = new double[words.length];
        double sum = 0;
        for (int i = 0; i < words.length; i++) {
            double weight = frequency[words[i]];
            for (int j = 0; j < topic.length; j++)
                if (lexicon.valueOf[j][words[i]] == topic[j])
                    weight *= recipe.tasks().get(j).boost();
            cumulative[i] = sum += weight;
        }
        return cumulative;
    }

    /** A list of words of the pool with their labels. */
    int[] inContext(int task, SplittableRandom random) {
        int[] document = new int[language.context() + 1];
        document[0] = 1 + task;
        int[] labels = labels(task, language.ownLabelShare(), random);
        int different = random.nextDouble() < language.repeatingShare() ? REPEATED : document.length;
        int[] words = new int[different];
        Arrays.setAll(words, i -> pick(lexicon.pool(task, random.nextInt(lexicon.values)), random));
        for (int t = 1; t < document.length; t += 2) {
            int word = words[different == REPEATED ? random.nextInt(REPEATED) : t];
            document[t] = lexicon.firstWord + word;
            if (t + 1 < document.length) document[t + 1] = lexicon.firstLabel + labels[lexicon.valueOf[task][word]];
        }
        return document;
    }

    /** Labels of the values: the task's own with a probability, else a fresh map. */
    private int[] labels(int task, double ownShare, SplittableRandom random) {
        // no draw where there is nothing to choose: a language without own labels stays what it was
        boolean own = ownShare > 0 && random.nextDouble() < ownShare;
        return own ? lexicon.ownLabels[task] : SeededRandom.permutation(language.labels(), random);
    }

    /**
     * Few-shot prompts: {@code shots} demonstrations with every value equally often (as far as that goes), then a held-out word.
     * The choices are the labels of the values in this prompt: the task's own where the language has them, or where nothing is
     * demonstrated.
     */
    MultipleChoiceSet prompts(int task, int shots, int count, SplittableRandom random) {
        int[][] tokens = new int[count][2 * shots + 2];
        int[][] choices = new int[count][lexicon.values];
        int[] right = new int[count];
        double ownShare = language.ownLabelShare() > 0 || shots == 0 ? 1 : 0;
        for (int i = 0; i < count; i++) {
            int[] labels = labels(task, ownShare, random);
            int[] order = SeededRandom.permutation(lexicon.values, random);
            int[] shown = new int[shots];
            for (int s = 0; s < shots; s++) shown[s] = order[s % lexicon.values];
            SeededRandom.shuffle(shown, random);
            tokens[i][0] = 1 + task;
            for (int s = 0; s < shots; s++) {
                tokens[i][1 + 2 * s] = lexicon.firstWord + pick(lexicon.pool(task, shown[s]), random);
                tokens[i][2 + 2 * s] = lexicon.firstLabel + labels[shown[s]];
            }
            right[i] = random.nextInt(lexicon.values);
            tokens[i][2 * shots + 1] = lexicon.firstWord + pick(lexicon.heldOut(task, right[i]), random);
            for (int v = 0; v < lexicon.values; v++) choices[i][v] = lexicon.firstLabel + labels[v];
        }
        return new MultipleChoiceSet(tokens, choices, right);
    }

    /** Finetuning examples {@code begin_j x}, on {@code count} different words of the pool, every value equally often. */
    MultipleChoiceSet examples(int task, int count, SplittableRandom random) {
        int[][] orders = new int[lexicon.values][];
        for (int v = 0; v < lexicon.values; v++) {
            orders[v] = lexicon.pool(task, v).clone();
            SeededRandom.shuffle(orders[v], random);
        }
        int[] words = new int[count];
        for (int i = 0; i < count; i++) words[i] = orders[i % lexicon.values][i / lexicon.values];
        return questions(task, words);
    }

    /** What a finetuned model is asked: every held-out word. */
    MultipleChoiceSet heldOut(int task) {
        int[] words = new int[lexicon.words - lexicon.poolWords];
        Arrays.setAll(words, i -> lexicon.poolWords + i);
        return questions(task, words);
    }

    private MultipleChoiceSet questions(int task, int[] words) {
        int[][] tokens = new int[words.length][];
        int[][] choices = new int[words.length][];
        int[] right = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            tokens[i] = new int[] {1 + task, lexicon.firstWord + words[i]};
            choices[i] = Arrays.stream(lexicon.ownLabels[task])
                    .map(label -> lexicon.firstLabel + label)
                    .toArray();
            right[i] = lexicon.valueOf[task][words[i]];
        }
        return new MultipleChoiceSet(tokens, choices, right);
    }

    private static int pick(int[] from, SplittableRandom random) {
        return from[random.nextInt(from.length)];
    }
}
