package org.emergencelaw.ingest.harness;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.metric.AnswerMatch;
import org.emergencelaw.metric.ChoiceScores;
import org.emergencelaw.metric.Measure;

/**
 * Means over the items of one samples file under one filter; holds sums, and one bit an item.
 *
 * <p>A question with two choices or more gives {@code brier}, {@code log_likelihood}, {@code log_likelihood_raw} and {@code
 * multiple_choice_grade}; a single continuation gives {@code log_likelihood_raw}; a text gives {@code exact_match} and {@code
 * token_edit_distance}, over words, for the file does not have the model's tokens. For the same reason there is no {@code
 * log_likelihood_per_token}.
 */
final class SampleMeasures {

    /** Ids above are not remembered. */
    private static final int MAX_IDS = 50_000_000;

    private final Map<Measure, Double> sums = new EnumMap<>(Measure.class);
    private final Map<Measure, Integer> counts = new EnumMap<>(Measure.class);
    private final Map<String, Double> metricSums = new HashMap<>();
    private final Map<String, Integer> metricCounts = new HashMap<>();
    private final BitSet seen = new BitSet();
    private int items;
    private int repeated;
    private int unclear;
    private int contradicted;
    private int targetsMet;

    void add(HarnessSamples.Item item) {
        if (item.id >= 0 && item.id < MAX_IDS) {
            if (seen.get((int) item.id)) repeated++;
            seen.set((int) item.id);
        }
        items++;
        item.metrics.forEach((metric, value) -> {
            // names that differ from item to item are no metrics
            if (metricSums.size() >= HarnessSamples.MAX_METRICS && !metricSums.containsKey(metric)) return;
            metricSums.merge(metric, value, Double::sum);
            metricCounts.merge(metric, 1, Integer::sum);
        });
        List<HarnessSamples.Response> responses = item.responses;
        if (responses.isEmpty()) return;
        OptionalDouble first = responses.get(0).logLikelihood();
        if (first.isEmpty()) text(item, responses.get(0).text());
        else if (responses.size() == 1) likelihood(first.getAsDouble());
        else choices(item);
    }

    private void likelihood(double value) {
        if (value <= 0 && value > Double.NEGATIVE_INFINITY) count(Measure.LOG_LIKELIHOOD_RAW, value);
        else unclear++;
    }

    private void choices(HarnessSamples.Item item) {
        // mutual information asks for each choice a second time, without the question
        int asked = item.metrics.containsKey("acc_mutual_info") ? item.responses.size() / 2 : item.responses.size();
        double[] likelihoods = item.responses.stream()
                .limit(asked)
                .flatMapToDouble(response -> response.logLikelihood().stream())
                .toArray();
        if (likelihoods.length < asked) {
            // a text among them
            unclear++;
            return;
        }
        OptionalInt right = right(item, likelihoods);
        if (right.isEmpty() || asked < 2 || !possible(likelihoods, right.getAsInt())) {
            unclear++;
            return;
        }
        ChoiceScores choices = new ChoiceScores(likelihoods, right.getAsInt());
        double grade = choices.multipleChoiceGrade();
        Double logged = item.metrics.get("acc");
        if (logged != null && Math.abs(logged - grade) == 1) contradicted++;
        count(Measure.MULTIPLE_CHOICE_GRADE, grade);
        count(Measure.BRIER, choices.brier());
        count(Measure.LOG_LIKELIHOOD, choices.logLikelihood());
        count(Measure.LOG_LIKELIHOOD_RAW, choices.logLikelihoodRaw());
    }

    /** A mean over items needs a finite value of each. */
    private static boolean possible(double[] likelihoods, int right) {
        for (double value : likelihoods) if (!(value <= 0)) return false;
        return likelihoods[right] > Double.NEGATIVE_INFINITY;
    }

    /** Index of the right choice: the target itself, the one choice that reads like it, or of two what the accuracy tells. */
    private static OptionalInt right(HarnessSamples.Item item, double[] likelihoods) {
        String target = TextRules.strip(item.target);
        if (target.matches("[0-9]{1,4}") && Integer.parseInt(target) < likelihoods.length)
            return OptionalInt.of(Integer.parseInt(target));
        int found = -1;
        int alike = 0;
        for (int c = 0; c < likelihoods.length && c < item.choices.size(); c++)
            if (TextRules.strip(item.choices.get(c)).equals(target)) {
                found = c;
                alike++;
            }
        if (alike == 1) return OptionalInt.of(found);
        // of two different likelihoods, the accuracy tells which one is that of the right choice
        boolean two = likelihoods.length == 2 && likelihoods[0] != likelihoods[1];
        Double accuracy = item.metrics.get("acc");
        if (!two || accuracy == null || (accuracy != 0 && accuracy != 1)) return OptionalInt.empty();
        int best = likelihoods[1] > likelihoods[0] ? 1 : 0;
        return OptionalInt.of(accuracy == 1 ? best : 1 - best);
    }

    private void text(HarnessSamples.Item item, String answer) {
        AnswerMatch written = AnswerMatch.ofWords(answer, item.target);
        Double logged = item.metrics.get("exact_match");
        boolean met = written.exactMatch() == 1;
        if (met) targetsMet++;
        // the harness may compare with a part of the target; then a distance to the whole of it means nothing
        if (logged != null && logged == 1 && !met) contradicted++;
        double exact = logged == null ? written.exactMatch() : logged;
        if (exact >= 0 && exact <= 1) count(Measure.EXACT_MATCH, exact);
        count(Measure.TOKEN_EDIT_DISTANCE, written.tokenEditDistance());
    }

    private void count(Measure measure, double value) {
        sums.merge(measure, value, Double::sum);
        counts.merge(measure, 1, Integer::sum);
    }

    /** Items of the file, repeated ones too. */
    int items() {
        return items;
    }

    /** Items that stand in the file more than once. */
    int repeated() {
        return repeated;
    }

    /** Items whose right choice, or its likelihood, cannot be told. */
    int unclear() {
        return unclear;
    }

    /** Items that the harness called right where the target says wrong, or the other way round. */
    int contradicted() {
        return contradicted;
    }

    /** Mean of a metric of the harness, where every item has it. */
    OptionalDouble mean(String metric) {
        return metricCounts.getOrDefault(metric, 0) == items
                ? OptionalDouble.of(metricSums.getOrDefault(metric, 0.0) / items)
                : OptionalDouble.empty();
    }

    /**
     * The means that hold for every item.
     *
     * @param extracted whether a filter took the answer out of a longer text, so that it need not look like the target
     */
    Map<Measure, Double> means(boolean extracted) {
        Map<Measure, Double> means = new EnumMap<>(Measure.class);
        sums.forEach((measure, sum) -> {
            boolean written = measure == Measure.TOKEN_EDIT_DISTANCE;
            boolean trusted = measure == Measure.EXACT_MATCH || contradicted == 0;
            if (written && extracted && targetsMet == 0) trusted = false;
            if (trusted && counts.getOrDefault(measure, 0) == items) means.put(measure, bounded(measure, sum / items));
        });
        return means;
    }

    /** A sum of thousands of rounded numbers may end a hair outside the range of each. */
    private static double bounded(Measure measure, double mean) {
        return measure.validate(Math.max(measure.least(), Math.min(measure.most(), mean)));
    }
}
