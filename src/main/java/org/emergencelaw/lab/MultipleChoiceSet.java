package org.emergencelaw.lab;

/**
 * Multiple choice, a row an item.
 *
 * @param tokens what is shown; the answer is the next token
 * @param choices tokens to choose from
 * @param right index of the right choice
 */
record MultipleChoiceSet(int[][] tokens, int[][] choices, int[] right) {

    int count() {
        return right.length;
    }

    /** The right token of an item. */
    int answer(int item) {
        return choices[item][right[item]];
    }
}
