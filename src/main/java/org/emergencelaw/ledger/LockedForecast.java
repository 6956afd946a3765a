package org.emergencelaw.ledger;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Interval90;

/**
 * What a lock freezes.
 *
 * @param claim what is predicted, in one sentence that is true or false
 * @param studyId where it came from; the entry stands without it
 * @param family whose checkpoints it rests on; forecasts of one family are correlated
 * @param task benchmark, metric, trivial accuracy and shots
 * @param otherName results of the planned run that the study may have had already, under another name
 * @param claimItems numbers of items for which the probabilities of the claim were frozen, first that of the rule; absent in locks of
 *     earlier versions, which froze them for the items of the rule alone, that of a named level for the true accuracy
 * @param leastRight right answers of {@code terms.rule.eval_items} that make the claim true
 * @param forecast the locked forecast itself
 * @param rivals the alternatives, frozen beside it
 * @param atLoss the locked forecast at given losses, so that it can be scored at the loss that the run really reached
 * @param inputSha256 SHA-256 of the rows as tidy CSV; the ledger keeps the bytes
 * @param prior what the fit assumed before the data
 * @param version of this software
 * @param fitNumbers the whole fit, as its JSON was
 * @param forecastNumbers the whole forecast, as its JSON was
 */
public record LockedForecast(
        String claim,
        String studyId,
        String studyName,
        String family,
        Task task,
        LockTerms terms,
        LockedRun run,
        Optional<String> otherName,
        Optional<List<Integer>> claimItems,
        int leastRight,
        FrozenPrediction forecast,
        List<FrozenPrediction> rivals,
        List<AtLoss> atLoss,
        String inputSha256,
        long seed,
        String law,
        String method,
        String prior,
        String version,
        Map<String, Object> fitNumbers,
        Map<String, Object> forecastNumbers)
        implements LedgerEntry.Body {

    @Override
    public String words() {
        return claim;
    }

    /** Rivals of this version saw measured losses alone and counted C = 6 N T, whatever the study said. */
    private static final String BLIND_TO_CONVENTIONS = "0.1.0";

    /**
     * What is wrong with the rivals as they were frozen: a lock is never changed, so its readers have to be told. Absent where the
     * rivals saw what the forecast saw.
     */
    public Optional<String> rivalsCaveat() {
        Optional<String> borrowed = publishedLossLaw();
        double c = run.flopsPerParamToken();
        boolean usual = c == ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN;
        if (!version.equals(BLIND_TO_CONVENTIONS) || (borrowed.isEmpty() && usual)) return Optional.empty();
        String losses = borrowed.map(name -> " did not show its rivals the losses of the published law " + name
                        + ", on which the forecast rests: most of them had no row to go by and abstained")
                .orElse("");
        String counting = usual
                ? ""
                : String.format(
                        Locale.ROOT,
                        " counted the compute of its rivals as 6 N T, where the study counts %s N T",
                        BigDecimal.valueOf(c).stripTrailingZeros().toPlainString());
        return Optional.of("Version " + version + losses + (losses.isEmpty() || usual ? "" : ", and") + counting
                + ". What was frozen stays as it is; these rivals are no measure of the forecast.");
    }

    /**
     * Where the forecast put the point of emergence, nats, as its own numbers say it; absent where one of them is never, or version
     * 0.1.0 locked it.
     */
    public Optional<Interval90> emergenceLossNats() {
        return forecastNumbers.get("emergence") instanceof Map<?, ?> when
                        && when.get("loss_nats") instanceof Map<?, ?> loss
                        && loss.get("median") instanceof Number median
                        && loss.get("q05") instanceof Number low
                        && loss.get("q95") instanceof Number high
                ? Optional.of(new Interval90(median.doubleValue(), low.doubleValue(), high.doubleValue()))
                : Optional.empty();
    }

    /** Probability of the claim by which an outcome on so many items is scored. */
    public double probabilityOn(int items) {
        return forecast.probabilityOn(items, claimItems.orElse(List.of())).orElseThrow();
    }

    /** A number that the forecast states, by its name in JSON; absent where it has none. */
    public OptionalDouble stated(String name) {
        return forecastNumbers.get(name) instanceof Number value
                ? OptionalDouble.of(value.doubleValue())
                : OptionalDouble.empty();
    }

    /** What a reader of an outcome has to know of its score: absent where it is scored for its own number of items. */
    public Optional<String> itemsCaveat(int items) {
        int frozen = terms.rule().evalItems();
        if (items == frozen || claimItems.isPresent()) return Optional.empty();
        return Optional.of("Version " + version + " froze the probability of the claim for "
                + DisplayNumbers.plural(frozen, "item") + " alone: the outcome, on "
                + DisplayNumbers.plural(items, "item") + ", is scored by that.");
    }

    /** The published loss law that stood in for measured losses, as the numbers of the fit name it. */
    private Optional<String> publishedLossLaw() {
        return fitNumbers.get("loss_law") instanceof Map<?, ?> law && law.get("published") instanceof String name
                ? Optional.of(name)
                : Optional.empty();
    }

    /**
     * The locked forecast for a run of known loss.
     *
     * @param probability of the claim
     */
    public record AtLoss(double lossNats, double probability, Interval90 accuracy) {}
}
