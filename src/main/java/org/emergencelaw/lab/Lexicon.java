package org.emergencelaw.lab;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.emergencelaw.config.LabRecipe;

/**
 * The words of the made-up language and what is hidden in them.
 *
 * <p>Tokens: 0 begins a text, 1 + j begins a list of task j, then come the words (those of the pool first), then the labels.
 * Each word has a class and, independently for each task, a value. Within the pool and within the held-out words every class
 * and every value of every task is equally common, so guessing scores exactly one over the number of values.
 */
final class Lexicon {

    final int tasks;
    final int values;
    final int words;
    final int poolWords;

    /** First token of the words, and of the labels; then the size of the vocabulary. */
    final int firstWord;

    final int firstLabel;
    final int vocabulary;

    /** Class of each word. */
    final int[] classOf;

    /** Value of each word, by task. */
    final int[][] valueOf;

    /** The label that stands for each value in finetuning, and where a list has the task's own labels; by task. */
    final int[][] ownLabels;

    /** Words of a class. */
    final int[][] wordsOf;

    private final int[][][] poolBy;
    private final int[][][] heldOutBy;

    Lexicon(LabRecipe recipe) {
        LabRecipe.Language language = recipe.language();
        tasks = recipe.tasks().size();
        values = language.values();
        poolWords = language.poolWords();
        words = poolWords + language.heldOutWords();
        firstWord = 1 + tasks;
        firstLabel = firstWord + words;
        vocabulary = firstLabel + language.labels();
        classOf = balanced(language.classes(), SeededRandom.of(recipe.seed(), "classes"));
        valueOf = new int[tasks][];
        ownLabels = new int[tasks][];
        poolBy = new int[tasks][][];
        heldOutBy = new int[tasks][][];
        for (int task = 0; task < tasks; task++) {
            valueOf[task] = balanced(values, SeededRandom.of(recipe.seed(), "values", task));
            ownLabels[task] = Arrays.copyOf(
                    SeededRandom.permutation(language.labels(), SeededRandom.of(recipe.seed(), "labels", task)),
                    values);
            poolBy[task] = grouped(valueOf[task], values, 0, poolWords);
            heldOutBy[task] = grouped(valueOf[task], values, poolWords, words);
        }
        wordsOf = grouped(classOf, language.classes(), 0, words);
    }

    /** Words of the pool with a value. */
    int[] pool(int task, int value) {
        return poolBy[task][value];
    }

    /** Held-out words with a value. */
    int[] heldOut(int task, int value) {
        return heldOutBy[task][value];
    }

    private int[] balanced(int kinds, SplittableRandom random) {
        int[] kind = new int[words];
        int[] pool = SeededRandom.permutation(poolWords, random);
        int[] rest = SeededRandom.permutation(words - poolWords, random);
        for (int i = 0; i < pool.length; i++) kind[pool[i]] = i % kinds;
        for (int i = 0; i < rest.length; i++) kind[poolWords + rest[i]] = i % kinds;
        return kind;
    }

    private static int[][] grouped(int[] kind, int kinds, int from, int to) {
        int[][] groups = new int[kinds][];
        for (int k = 0; k < kinds; k++) {
            int wanted = k;
            groups[k] = IntStream.range(from, to)
                    .filter(word -> kind[word] == wanted)
                    .toArray();
        }
        return groups;
    }
}
