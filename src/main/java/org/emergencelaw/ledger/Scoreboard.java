package org.emergencelaw.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.emergencelaw.statistics.ClusteredMean;
import org.emergencelaw.statistics.Interval90;
import org.emergencelaw.statistics.ReliabilityDiagram;
import org.emergencelaw.statistics.ScoringRules;

/**
 * How good the locked forecasts were, beside their rivals and beside what anybody could have said.
 *
 * @param resolved claims that were decided yes or no
 * @param enough whether they are enough for a diagram
 * @param forecasters the locked forecasts first, then rivals and references
 * @param reliability of the locked forecasts
 * @param pitEmergence probability integral transforms of the point of emergence, ascending
 * @param pitAccuracy those of the accuracy
 */
public record Scoreboard(
        int resolved,
        int emerged,
        int families,
        boolean enough,
        List<Row> forecasters,
        ReliabilityDiagram reliability,
        double[] pitEmergence,
        double[] pitAccuracy,
        AtRealisedLoss atRealisedLoss,
        Optional<Interval90> leadTimesCompute,
        Optional<Interval90> leadDays) {

    /** Fewest resolved claims for which a diagram says anything. */
    public static final int ENOUGH = 20;

    /** Whoever says one half every time. */
    public static final String HALF = "constant_half";

    /** Whoever says the share of claims that had come true before the lock, {@code (k + 1) / (n + 2)}. */
    public static final String BASE_RATE = "base_rate";

    /**
     * Scores of one forecaster; lower is better, but for discrimination and shares.
     *
     * @param claims for which it stated a probability
     * @param abstained for which it did not
     * @param brierExcess its Brier score less that of the locked forecasts, on the claims where both stated a probability: above 0
     *     is worse than the locked forecasts
     * @param discrimination area under the ROC curve
     * @param emergenceCrps in nats
     * @param emergenceWithin share whose 90% interval held the elbow that was seen
     * @param accuracyCrps in accuracy
     */
    public record Row(
            String key,
            String description,
            int claims,
            int abstained,
            ClusteredMean brier,
            ClusteredMean logLoss,
            ClusteredMean brierExcess,
            OptionalDouble discrimination,
            ClusteredMean emergenceCrps,
            ClusteredMean emergenceWithin,
            ClusteredMean accuracyCrps,
            ClusteredMean accuracyWithin) {}

    /**
     * The locked forecasts at the loss that each run really reached, which leaves out the loss law's error; and the same forecasts as
     * locked, on the same claims.
     */
    public record AtRealisedLoss(
            ClusteredMean brier,
            ClusteredMean brierAsLocked,
            ClusteredMean logLoss,
            ClusteredMean logLossAsLocked,
            ClusteredMean accuracyWithin) {}

    /** @param scored prospective forecasts, or exercises, but not both */
    public static Scoreboard of(List<ScoredForecast> scored) {
        List<ScoredForecast> ordered = scored.stream()
                .sorted(Comparator.comparing(ScoredForecast::lockedAt))
                .toList();
        double[] p = ordered.stream()
                .mapToDouble(one -> own(one).probability().orElseThrow())
                .toArray();
        return new Scoreboard(
                ordered.size(),
                (int) ordered.stream().filter(ScoredForecast::emerged).count(),
                (int) ordered.stream().map(ScoredForecast::family).distinct().count(),
                ordered.size() >= ENOUGH,
                rows(ordered),
                ReliabilityDiagram.of(p, happened(ordered)),
                pits(ordered, ScoredPrediction::emergence),
                pits(ordered, ScoredPrediction::accuracy),
                atRealisedLoss(ordered),
                range(ordered.stream()
                        .flatMapToDouble(one -> one.timesCompute().stream())
                        .toArray()),
                range(ordered.stream().mapToDouble(ScoredForecast::leadDays).toArray()));
    }

    private static ScoredPrediction own(ScoredForecast scored) {
        return scored.said().get(0);
    }

    private static boolean[] happened(List<ScoredForecast> scored) {
        boolean[] happened = new boolean[scored.size()];
        for (int i = 0; i < happened.length; i++) happened[i] = scored.get(i).emerged();
        return happened;
    }

    private static Optional<Interval90> range(double[] values) {
        return values.length == 0 ? Optional.empty() : Optional.of(Interval90.of(values));
    }

    private static double[] pits(
            List<ScoredForecast> scored, Function<ScoredPrediction, Optional<ScoredPrediction.Held>> of) {
        return scored.stream()
                .flatMap(one -> of.apply(own(one)).stream())
                .flatMapToDouble(held -> held.pit().stream())
                .sorted()
                .toArray();
    }

    private static List<Row> rows(List<ScoredForecast> scored) {
        if (scored.isEmpty()) return List.of();
        Map<String, List<Claim>> byForecaster = new LinkedHashMap<>();
        for (ScoredForecast one : scored)
            for (ScoredPrediction said : one.said())
                byForecaster
                        .computeIfAbsent(said.key(), key -> new ArrayList<>())
                        .add(new Claim(one, said));
        byForecaster.put(HALF, reference(scored, HALF, "One half, every time.", one -> 0.5));
        byForecaster.put(
                BASE_RATE,
                reference(
                        scored,
                        BASE_RATE,
                        "The share of claims decided before the lock that had come true, (k + 1) / (n + 2).",
                        one -> baseRate(scored, one.lockedAt())));
        return byForecaster.values().stream().map(Scoreboard::row).toList();
    }

    private record Claim(ScoredForecast scored, ScoredPrediction said) {

        ClusteredMean.Part part(double value) {
            return new ClusteredMean.Part(scored.family(), value);
        }
    }

    private static List<Claim> reference(
            List<ScoredForecast> scored, String key, String description, Function<ScoredForecast, Double> says) {
        return scored.stream()
                .map(one -> new Claim(
                        one,
                        new ScoredPrediction(
                                key,
                                description,
                                OptionalDouble.of(says.apply(one)),
                                Optional.empty(),
                                Optional.empty())))
                .toList();
    }

    private static double baseRate(List<ScoredForecast> scored, Instant lockedAt) {
        int known = 0, emerged = 0;
        for (ScoredForecast one : scored) {
            if (!one.resolvedAt().isBefore(lockedAt)) continue;
            known++;
            if (one.emerged()) emerged++;
        }
        return (emerged + 1.0) / (known + 2.0);
    }

    private static Row row(List<Claim> claims) {
        List<Claim> said = claims.stream()
                .filter(claim -> claim.said().probability().isPresent())
                .toList();
        double[] p = said.stream()
                .mapToDouble(claim -> claim.said().probability().orElseThrow())
                .toArray();
        return new Row(
                claims.get(0).said().key(),
                claims.get(0).said().description(),
                said.size(),
                claims.size() - said.size(),
                mean(said, (claim, q) -> ScoringRules.brier(q, claim.scored().emerged())),
                mean(said, (claim, q) -> ScoringRules.log(q, claim.scored().emerged())),
                mean(said, Scoreboard::excess),
                ScoringRules.discrimination(
                        p, happened(said.stream().map(Claim::scored).toList())),
                crps(claims, ScoredPrediction::emergence),
                within(claims, ScoredPrediction::emergence),
                crps(claims, ScoredPrediction::accuracy),
                within(claims, ScoredPrediction::accuracy));
    }

    private static double excess(Claim claim, double p) {
        boolean emerged = claim.scored().emerged();
        return ScoringRules.brier(p, emerged)
                - ScoringRules.brier(own(claim.scored()).probability().orElseThrow(), emerged);
    }

    private interface Rule {
        double score(Claim claim, double p);
    }

    private static ClusteredMean mean(List<Claim> said, Rule rule) {
        return ClusteredMean.of(said.stream()
                .map(claim ->
                        claim.part(rule.score(claim, claim.said().probability().orElseThrow())))
                .toList());
    }

    private static ClusteredMean crps(
            List<Claim> claims, Function<ScoredPrediction, Optional<ScoredPrediction.Held>> of) {
        List<ClusteredMean.Part> parts = new ArrayList<>();
        for (Claim claim : claims)
            of.apply(claim.said()).ifPresent(held -> held.crps().ifPresent(value -> parts.add(claim.part(value))));
        return ClusteredMean.of(parts);
    }

    private static ClusteredMean within(
            List<Claim> claims, Function<ScoredPrediction, Optional<ScoredPrediction.Held>> of) {
        List<ClusteredMean.Part> parts = new ArrayList<>();
        for (Claim claim : claims)
            of.apply(claim.said()).ifPresent(held -> parts.add(claim.part(held.within() ? 1 : 0)));
        return ClusteredMean.of(parts);
    }

    private static AtRealisedLoss atRealisedLoss(List<ScoredForecast> scored) {
        List<ScoredForecast> known =
                scored.stream().filter(one -> one.atRealisedLoss().isPresent()).toList();
        return new AtRealisedLoss(
                over(known, one -> ScoringRules.brier(realised(one).probability(), one.emerged())),
                over(known, one -> ScoringRules.brier(own(one).probability().orElseThrow(), one.emerged())),
                over(known, one -> ScoringRules.log(realised(one).probability(), one.emerged())),
                over(known, one -> ScoringRules.log(own(one).probability().orElseThrow(), one.emerged())),
                over(known, one -> realised(one).accuracyWithin() ? 1.0 : 0.0));
    }

    private static ScoredForecast.AtRealisedLoss realised(ScoredForecast scored) {
        return scored.atRealisedLoss().orElseThrow();
    }

    private static ClusteredMean over(List<ScoredForecast> scored, Function<ScoredForecast, Double> score) {
        return ClusteredMean.of(scored.stream()
                .map(one -> new ClusteredMean.Part(one.family(), score.apply(one)))
                .toList());
    }
}
