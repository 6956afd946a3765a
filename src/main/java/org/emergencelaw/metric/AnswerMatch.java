package org.emergencelaw.metric;

import java.util.List;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.commons.text.similarity.SimilarityInput;

/**
 * One item that a model answered in its own words.
 *
 * @param answer tokens of the answer
 * @param target tokens of the right answer
 */
public record AnswerMatch(List<String> answer, List<String> target) {

    public AnswerMatch {
        answer = List.copyOf(answer);
        target = List.copyOf(target);
    }

    /**
     * Text as tokens between white space, where the tokens of the model are not known. Space before and after does not count.
     */
    public static AnswerMatch ofWords(String answer, String target) {
        return new AnswerMatch(words(answer), words(target));
    }

    private static List<String> words(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+"));
    }

    /** {@link Measure#EXACT_MATCH} of the item: 1 if all tokens are those of the target in their order, else 0. */
    public int exactMatch() {
        return answer.equals(target) ? 1 : 0;
    }

    /**
     * {@link Measure#TOKEN_EDIT_DISTANCE} of the item: Levenshtein's distance over tokens, the fewest insertions, deletions and
     * substitutions that make the answer the target. From 0 to the longer of the two; lower is better.
     */
    public int tokenEditDistance() {
        return LevenshteinDistance.getDefaultInstance().apply(new Tokens(answer), new Tokens(target));
    }

    private record Tokens(List<String> tokens) implements SimilarityInput<String> {
        @Override
        public String at(int index) {
            return tokens.get(index);
        }

        @Override
        public int length() {
            return tokens.size();
        }
    }
}
