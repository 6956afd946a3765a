package org.emergencelaw.metric;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.observation.Observation;

/**
 * What a checkpoint scored on a task by another measure than accuracy, averaged over the items: an extra column of the tidy CSV,
 * kept in the notes of an observation as it was written.
 *
 * <p>A sharp measure sees an item as right or wrong, so it may jump where the model improves steadily; a smooth one moves with
 * every change of a probability, or of a token. Formulas: {@link ChoiceScores} and {@link AnswerMatch}.
 *
 * @see <a href="https://arxiv.org/abs/2304.15004">Schaeffer, Miranda, Koyejo 2023, Are Emergent Abilities of Large Language
 *     Models a Mirage?</a>
 */
public enum Measure {
    /** {@code sum over choices of (1[c right] - p_c)^2}, 0 to 2, lower is better. */
    BRIER(0, 2, false, true),
    /** Mean of ln p of the right choice, normalised over the choices; nats, 0 at best. */
    LOG_LIKELIHOOD(Double.NEGATIVE_INFINITY, 0, true, true),
    /** Mean of ln p of the right answer's text, not normalised; nats, 0 at best. */
    LOG_LIKELIHOOD_RAW(Double.NEGATIVE_INFINITY, 0, true, true),
    /** {@link #LOG_LIKELIHOOD_RAW} over the tokens of the right answer, item by item; nats per token, 0 at best. */
    LOG_LIKELIHOOD_PER_TOKEN(Double.NEGATIVE_INFINITY, 0, true, true),
    /** Insertions, deletions and substitutions of tokens from answer to target; 0 at best. */
    TOKEN_EDIT_DISTANCE(0, Double.POSITIVE_INFINITY, false, true),
    /** Share of answers whose tokens are those of the target, all of them and in their order; 0 to 1. */
    EXACT_MATCH(0, 1, true, false),
    /** Share of items whose most likely choice is the right one; 0 to 1. */
    MULTIPLE_CHOICE_GRADE(0, 1, true, false);

    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,4})?");

    private final double least;
    private final double most;
    private final boolean higherIsBetter;
    private final boolean smooth;

    Measure(double least, double most, boolean higherIsBetter, boolean smooth) {
        this.least = least;
        this.most = most;
        this.higherIsBetter = higherIsBetter;
        this.smooth = smooth;
    }

    /** Name of its column, such as {@code log_likelihood_raw}. */
    public String column() {
        return DisplayNames.key(this);
    }

    /** The measure with this column, absent for a column of something else. */
    public static Optional<Measure> ofColumn(String column) {
        return Arrays.stream(values())
                .filter(measure -> measure.column().equals(column))
                .findFirst();
    }

    /** Smallest possible value; may be infinite. */
    public double least() {
        return least;
    }

    /** Largest possible value; may be infinite. */
    public double most() {
        return most;
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** Whether it moves with every change of a probability or a token, rather than item by item. */
    public boolean smooth() {
        return smooth;
    }

    /** What a cell of its column must be, as a sentence without the value. */
    public String rule() {
        if (least == Double.NEGATIVE_INFINITY) return column() + " must be a number of at most " + plain(most);
        if (most == Double.POSITIVE_INFINITY) return column() + " must be a number of at least " + plain(least);
        return column() + " must be a number from " + plain(least) + " to " + plain(most);
    }

    private static String plain(double bound) {
        return String.format(Locale.ROOT, "%.0f", bound);
    }

    /**
     * Reads a cell.
     *
     * @throws IllegalArgumentException with {@link #rule()} and the value, if it is no number or outside the range
     */
    public double parse(String cell) {
        if (!NUMBER.matcher(cell).matches()) throw new IllegalArgumentException(rule() + ", was \"" + cell + "\"");
        return validate(Double.parseDouble(cell));
    }

    /** @throws IllegalArgumentException if the value is not finite or outside the range */
    public double validate(double value) {
        if (!(value >= least && value <= most && Math.abs(value) < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException(rule() + ", was " + value);
        return value;
    }

    /**
     * The measures of a row, read from its notes.
     *
     * @throws IllegalArgumentException if a note with a measure's name does not follow its {@link #rule()}
     */
    public static Map<Measure, Double> of(Observation row) {
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        for (Measure measure : values()) {
            String note = row.notes().get(measure.column());
            if (note != null) values.put(measure, measure.parse(note));
        }
        return Collections.unmodifiableMap(values);
    }
}
