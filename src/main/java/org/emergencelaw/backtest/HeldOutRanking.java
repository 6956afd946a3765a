package org.emergencelaw.backtest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.emergencelaw.rival.EmergenceCriterion;
import org.emergencelaw.rival.Rivals;
import org.emergencelaw.statistics.ClusteredMean;

/**
 * How forecasters did on held-out sizes. Cases of one family are correlated, so intervals are by bootstrap over families. Who abstains
 * scores what the guess at four times the compute scored.
 *
 * @param shown which rows forecasters were shown
 * @param landmark what counts as emergence
 * @param rows those that answered every case by their CRPS in doublings, then those that abstained in some, last those that never
 *     answered
 */
public record HeldOutRanking(HeldOutForecast.Shown shown, EmergenceCriterion landmark, List<Row> rows) {

    /**
     * One forecaster.
     *
     * @param cases sizes of studies that it was asked for
     * @param families among which they are
     * @param answered of them
     * @param seen answered cases in which it came within the measured range
     * @param held of these, 90% intervals that hold the loss at which it came
     * @param medianAbsErrorNats over these; never counts as further than all else
     * @param medianAbsDoublings the same along each size's own training
     * @param crpsNats mean over all cases
     * @param brierByFourTimes mean over the cases that have the claim
     * @param minusCombined CRPS in doublings less that of the combined forecast
     * @param logScoreMinusCombined above 0 where it is better
     */
    public record Row(
            String forecaster,
            int cases,
            int families,
            int answered,
            int seen,
            int held,
            OptionalDouble medianAbsErrorNats,
            OptionalDouble medianAbsDoublings,
            ClusteredMean crpsNats,
            ClusteredMean crpsDoublings,
            ClusteredMean logScore,
            ClusteredMean brierByFourTimes,
            ClusteredMean minusCombined,
            ClusteredMean logScoreMinusCombined) {}

    /** One a landmark that any case has, and for each of what was shown. */
    public static List<HeldOutRanking> of(List<HeldOutForecast> all) {
        List<HeldOutRanking> rankings = new ArrayList<>();
        for (HeldOutForecast.Shown shown : HeldOutForecast.Shown.values())
            rankings.addAll(
                    of(shown, all.stream().filter(one -> one.shown() == shown).toList()));
        return rankings;
    }

    private static List<HeldOutRanking> of(HeldOutForecast.Shown shown, List<HeldOutForecast> all) {
        List<HeldOutRanking> rankings = new ArrayList<>();
        for (EmergenceCriterion landmark : EmergenceCriterion.values()) {
            Map<String, Map<HeldOutForecast.Case, HeldOutForecast>> by = new LinkedHashMap<>();
            for (HeldOutForecast one : all)
                if (one.truth().landmark() == landmark)
                    by.computeIfAbsent(one.forecaster(), first -> new LinkedHashMap<>())
                            .put(one.asked(), one);
            if (by.isEmpty()) continue;
            List<Row> rows = new ArrayList<>();
            by.forEach((forecaster, cases) -> rows.add(row(forecaster, cases, by)));
            rows.sort(Comparator.<Row, Boolean>comparing(row -> row.answered == 0)
                    .thenComparing(row -> row.answered < row.cases)
                    .thenComparingDouble(row -> row.crpsDoublings.value().orElse(Double.POSITIVE_INFINITY)));
            rankings.add(new HeldOutRanking(shown, landmark, rows));
        }
        return rankings;
    }

    private static Row row(
            String forecaster,
            Map<HeldOutForecast.Case, HeldOutForecast> own,
            Map<String, Map<HeldOutForecast.Case, HeldOutForecast>> all) {
        Map<HeldOutForecast.Case, HeldOutForecast> scored = new LinkedHashMap<>(own);
        scored.replaceAll((asked, said) -> said.abstention().isPresent()
                ? Optional.ofNullable(
                                all.getOrDefault(Rivals.CLIMATOLOGY, Map.of()).get(asked))
                        .orElseThrow()
                : said);
        List<PredictionScore> seen = own.values().stream()
                .filter(said -> said.truth().lossNats().isPresent())
                .flatMap(said -> said.score().stream())
                .toList();
        Map<HeldOutForecast.Case, HeldOutForecast> combined =
                Optional.ofNullable(all.get(Rivals.COMBINED)).orElseThrow();
        Function<HeldOutForecast, OptionalDouble> crps = doublings(DoublingsScore::crps);
        Function<HeldOutForecast, OptionalDouble> log = doublings(DoublingsScore::logScore);
        return new Row(
                forecaster,
                own.size(),
                (int) own.keySet().stream()
                        .map(HeldOutForecast.Case::family)
                        .distinct()
                        .count(),
                (int) own.values().stream()
                        .filter(said -> said.abstention().isEmpty())
                        .count(),
                seen.size(),
                (int) seen.stream().filter(one -> one.within().orElse(false)).count(),
                RivalRanking.medianAbs(seen, PredictionScore::errorNats),
                RivalRanking.medianAbs(seen, PredictionScore::doublings),
                mean(
                        scored,
                        said -> said.score().stream()
                                .mapToDouble(PredictionScore::crps)
                                .findFirst()),
                mean(scored, crps),
                mean(scored, log),
                mean(
                        scored,
                        said -> said.byFourTimes().stream()
                                .mapToDouble(HeldOutForecast.Claim::brier)
                                .findFirst()),
                difference(scored, combined, crps),
                difference(scored, combined, log));
    }

    private static Function<HeldOutForecast, OptionalDouble> doublings(Function<DoublingsScore, Double> of) {
        return said -> said.score().flatMap(PredictionScore::inDoublings).stream()
                .mapToDouble(of::apply)
                .findFirst();
    }

    private static ClusteredMean mean(
            Map<HeldOutForecast.Case, HeldOutForecast> scored, Function<HeldOutForecast, OptionalDouble> of) {
        List<ClusteredMean.Part> parts = new ArrayList<>();
        scored.forEach((asked, said) ->
                of.apply(said).ifPresent(value -> parts.add(new ClusteredMean.Part(asked.family(), value))));
        return ClusteredMean.of(parts);
    }

    private static ClusteredMean difference(
            Map<HeldOutForecast.Case, HeldOutForecast> scored,
            Map<HeldOutForecast.Case, HeldOutForecast> combined,
            Function<HeldOutForecast, OptionalDouble> of) {
        List<ClusteredMean.Part> parts = new ArrayList<>();
        scored.forEach((asked, said) -> {
            OptionalDouble own = of.apply(said);
            OptionalDouble other =
                    Optional.ofNullable(combined.get(asked)).map(of).orElse(OptionalDouble.empty());
            if (own.isPresent() && other.isPresent())
                parts.add(new ClusteredMean.Part(asked.family(), own.getAsDouble() - other.getAsDouble()));
        });
        return ClusteredMean.of(parts);
    }
}
