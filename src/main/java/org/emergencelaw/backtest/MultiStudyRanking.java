package org.emergencelaw.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.emergencelaw.rival.EmergenceCriterion;
import org.emergencelaw.rival.Rival;
import org.emergencelaw.rival.Rivals;
import org.emergencelaw.statistics.ClusteredMean;

/**
 * How the rivals did over several studies, every study weighing the same.
 *
 * @param landmark what counts as emergence
 * @param studies with cuts before emergence
 * @param clusters of families among which they are
 * @param rows best first, by CRPS
 */
public record MultiStudyRanking(EmergenceCriterion landmark, int studies, int clusters, List<Row> rows) {

    /**
     * One rival.
     *
     * @param won studies in which it did best
     * @param crps mean over studies of their mean, nats
     * @param skill mean over studies; absent where none has a climatology
     * @param covered answered cuts whose 90% interval holds the truth
     * @param againstLaw one pair a study; studies are independent, so this p-value may be believed
     * @param crpsDoublings mean over the studies that have it
     * @param logScore mean over the studies that have it
     * @param minusCombined CRPS less that of the combined forecast, nats; interval by bootstrap over clusters of
     *     families
     * @param minusCombinedDoublings the same in doublings
     */
    public record Row(
            String rival,
            int won,
            int answered,
            int abstained,
            int covered,
            double crps,
            OptionalDouble skill,
            RivalRanking.Paired againstLaw,
            OptionalDouble crpsDoublings,
            OptionalDouble logScore,
            ClusteredMean minusCombined,
            ClusteredMean minusCombinedDoublings) {}

    /** Standings of one study, and the cluster of its family. */
    private record Study(String cluster, List<RivalRanking> standings) {

        RivalRanking find(String rival) {
            return standings.stream()
                    .filter(standing -> standing.rival().equals(rival))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** One a landmark; empty rows where no study has cuts before emergence. */
    public static List<MultiStudyRanking> of(List<Backtest> studies, Clusters clusters) {
        return Arrays.stream(EmergenceCriterion.values())
                .map(landmark -> of(landmark, studies, clusters))
                .toList();
    }

    private static MultiStudyRanking of(EmergenceCriterion landmark, List<Backtest> studies, Clusters clusters) {
        List<Study> all = studies.stream()
                .map(study -> new Study(
                        clusters.of(study.family()),
                        study.outcomes().get(landmark.ordinal()).standings()))
                .filter(study -> !study.standings().isEmpty())
                .toList();
        List<Row> rows = new ArrayList<>();
        if (!all.isEmpty()) for (Rival rival : Rivals.all()) rows.add(row(rival.key(), all));
        rows.sort(Comparator.<Row, Boolean>comparing(row -> row.answered() == 0).thenComparingDouble(Row::crps));
        return new MultiStudyRanking(
                landmark,
                all.size(),
                (int) all.stream().map(Study::cluster).distinct().count(),
                rows);
    }

    private static Row row(String rival, List<Study> studies) {
        List<RivalRanking> own =
                studies.stream().map(study -> study.find(rival)).toList();
        double[] crps = own.stream().mapToDouble(RivalRanking::crps).toArray();
        double[] differences = new double[crps.length];
        for (int i = 0; i < crps.length; i++)
            differences[i] = crps[i] - studies.get(i).find(Rivals.LAW).crps();
        return new Row(
                rival,
                (int) studies.stream()
                        .filter(study ->
                                RivalRanking.best(study.standings()).rival().equals(rival))
                        .count(),
                own.stream().mapToInt(RivalRanking::answered).sum(),
                own.stream().mapToInt(RivalRanking::abstained).sum(),
                own.stream().mapToInt(RivalRanking::covered).sum(),
                Arrays.stream(crps).average().orElseThrow(),
                mean(own, RivalRanking::skill),
                RivalRanking.Paired.of(differences),
                mean(own, RivalRanking::crpsDoublings),
                mean(own, RivalRanking::logScore),
                minusCombined(rival, studies, standing -> OptionalDouble.of(standing.crps())),
                minusCombined(rival, studies, RivalRanking::crpsDoublings));
    }

    private static OptionalDouble mean(List<RivalRanking> standings, Function<RivalRanking, OptionalDouble> value) {
        return standings.stream()
                .flatMapToDouble(standing -> value.apply(standing).stream())
                .average();
    }

    private static ClusteredMean minusCombined(
            String rival, List<Study> studies, Function<RivalRanking, OptionalDouble> value) {
        List<ClusteredMean.Part> parts = new ArrayList<>();
        for (Study study : studies) {
            OptionalDouble own = value.apply(study.find(rival)), combined = value.apply(study.find(Rivals.COMBINED));
            if (own.isPresent() && combined.isPresent())
                parts.add(new ClusteredMean.Part(study.cluster(), own.getAsDouble() - combined.getAsDouble()));
        }
        return ClusteredMean.of(parts);
    }
}
