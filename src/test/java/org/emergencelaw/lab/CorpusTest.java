package org.emergencelaw.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.emergencelaw.config.LabRecipe;
import org.junit.jupiter.api.Test;

/** The made-up language keeps what its description says. */
class CorpusTest {

    private static final LabRecipe RECIPE = recipe("family");
    private static final Corpus CORPUS = new Corpus(RECIPE);
    private static final Lexicon LEXICON = CORPUS.lexicon;
    private static final int CONTROL = RECIPE.tasks().size() - 1;

    @Test
    void heldOutWordsAreBalancedSoThatGuessingScoresOneOverTheChoices() {
        for (int task = 0; task < LEXICON.tasks; task++)
            for (int value = 0; value < LEXICON.values; value++) {
                assertThat(LEXICON.heldOut(task, value)).hasSize(256 / LEXICON.values);
                assertThat(LEXICON.pool(task, value)).hasSize(1024 / LEXICON.values);
            }
    }

    @Test
    void heldOutWordsNeverStandInListsWithLabels() {
        var random = SeededRandom.of(1, "lists");
        for (int i = 0; i < 500; i++)
            for (int token : CORPUS.inContext(i % LEXICON.tasks, random))
                assertThat(token < LEXICON.firstWord + LEXICON.poolWords || token >= LEXICON.firstLabel)
                        .isTrue();
    }

    @Test
    void aListNamesTheValueOfEachWordByOneLabelADocument() {
        int[] document = CORPUS.inContext(1, SeededRandom.of(2, "list"));
        int[] labelOf = new int[LEXICON.values];
        for (int t = 1; t + 1 < document.length; t += 2) {
            int value = LEXICON.valueOf[1][document[t] - LEXICON.firstWord];
            if (labelOf[value] == 0) labelOf[value] = document[t + 1];
            assertThat(document[t + 1]).isEqualTo(labelOf[value]);
        }
        assertThat(Arrays.stream(labelOf).distinct().count()).isEqualTo(LEXICON.values);
    }

    @Test
    void listsAndPromptsHaveTheTasksOwnLabelsWhereTheLanguageHasThem() {
        Corpus corpus = new Corpus(recipe("early-own"));
        Lexicon lexicon = corpus.lexicon;
        int[] own = Arrays.stream(lexicon.ownLabels[1])
                .map(label -> lexicon.firstLabel + label)
                .toArray();
        var random = SeededRandom.of(7, "lists");
        for (int i = 0; i < 20; i++) {
            int[] document = corpus.inContext(1, random);
            for (int t = 1; t + 1 < document.length; t += 2)
                assertThat(document[t + 1]).isEqualTo(own[lexicon.valueOf[1][document[t] - lexicon.firstWord]]);
        }
        for (int shots : new int[] {0, 8}) {
            MultipleChoiceSet prompts = corpus.prompts(1, shots, 20, random);
            for (int[] choices : prompts.choices()) assertThat(choices).containsExactly(own);
        }
    }

    @Test
    void halfOfTheListsHaveTheTasksOwnLabelsWhereHalfAreToHaveThem() {
        Corpus corpus = new Corpus(recipe("early-mixed"));
        Lexicon lexicon = corpus.lexicon;
        var random = SeededRandom.of(8, "lists");
        int own = 0;
        for (int i = 0; i < 200; i++) {
            int[] document = corpus.inContext(0, random);
            boolean all = true;
            for (int t = 1; t + 1 < document.length; t += 2)
                all &= document[t + 1]
                        == lexicon.firstLabel
                                + lexicon.ownLabels[0][lexicon.valueOf[0][document[t] - lexicon.firstWord]];
            if (all) own++;
        }
        assertThat(own).isBetween(75, 125);
    }

    /** Where labels mean nothing by themselves, a prompt without demonstrations asks for those of finetuning. */
    @Test
    void withoutDemonstrationsAPromptIsAQuestionOfFinetuning() {
        MultipleChoiceSet prompts = CORPUS.prompts(2, 0, 20, SeededRandom.of(9, "prompts"));
        int[] asked = CORPUS.heldOut(2).choices()[0];
        for (int i = 0; i < prompts.count(); i++) {
            assertThat(prompts.tokens()[i]).hasSize(2).startsWith(3);
            assertThat(prompts.choices()[i]).containsExactly(asked);
        }
    }

    @Test
    void promptsShowEveryValueEquallyOftenAndAskForAHeldOutWord() {
        MultipleChoiceSet prompts = CORPUS.prompts(0, 8, 400, SeededRandom.of(3, "prompts"));
        int[] rights = new int[LEXICON.values];
        for (int i = 0; i < prompts.count(); i++) {
            int[] tokens = prompts.tokens()[i];
            assertThat(tokens).hasSize(18);
            int asked = tokens[17] - LEXICON.firstWord;
            assertThat(asked).isBetween(LEXICON.poolWords, LEXICON.words - 1);
            assertThat(LEXICON.valueOf[0][asked]).isEqualTo(prompts.right()[i]);
            int answer = prompts.answer(i);
            int shown = 0;
            for (int t = 2; t < 17; t += 2) if (tokens[t] == answer) shown++;
            assertThat(shown).isEqualTo(2);
            rights[prompts.right()[i]]++;
        }
        for (int count : rights) assertThat(count).isBetween(70, 130);
    }

    @Test
    void finetuningExamplesAreDifferentWordsOfThePoolAndBalanced() {
        MultipleChoiceSet examples = CORPUS.examples(2, 1024, SeededRandom.of(4, "examples"));
        Set<Integer> words = new HashSet<>();
        int[] values = new int[LEXICON.values];
        for (int i = 0; i < 1024; i++) {
            words.add(examples.tokens()[i][1]);
            values[examples.right()[i]]++;
        }
        assertThat(words).hasSize(1024);
        assertThat(values).containsOnly(256);
    }

    /** Words of one text share a value more often than chance says, the more the larger the boost, and not at all for 1. */
    @Test
    void textShowsAnAttributeByItsBoostAndNothingOfTheControl() {
        double[] shared = new double[LEXICON.tasks];
        int texts = 1500;
        var random = SeededRandom.of(5, "texts");
        for (int i = 0; i < texts; i++) {
            int[] text = CORPUS.text(random);
            for (int task = 0; task < LEXICON.tasks; task++) {
                int[] counts = new int[LEXICON.values];
                for (int t = 1; t < text.length; t++) counts[LEXICON.valueOf[task][text[t] - LEXICON.firstWord]]++;
                shared[task] += Arrays.stream(counts).max().orElseThrow() / (64.0 * texts);
            }
        }
        for (int task = 1; task < LEXICON.tasks; task++)
            assertThat(shared[task]).isLessThan(shared[task - 1] - 0.005);
        assertThat(shared[0]).isGreaterThan(0.5);
        // the largest of four binomial shares of 64, and a little more, for some words follow each other often
        assertThat(shared[CONTROL]).isCloseTo(0.33, within(0.03));
    }

    private static LabRecipe recipe(String name) {
        try {
            return LabRecipe.read(Path.of("configs/lab", name + ".yaml"));
        } catch (IOException missing) {
            throw new java.io.UncheckedIOException(missing);
        }
    }
}
