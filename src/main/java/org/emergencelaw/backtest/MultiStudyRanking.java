package org.emergencelaw.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.rival.EmergenceCriterion;
import org.emergencelaw.rival.Rival;
import org.emergencelaw.rival.Rivals;

/**
 * How the rivals did over several studies, every study weighing the same.
 *
 * @param landmark what counts as emergence
 * @param studies with cuts before emergence
 * @param rows best first, by CRPS
 */
public record MultiStudyRanking(EmergenceCriterion landmark, int studies, List<Row> rows) {

    /**
     * One rival.
     *
     * @param won studies in which it did best
     * @param crps mean over studies of their mean, nats
     * @param skill mean over studies; absent where none has a climatology
     * @param covered answered cuts whose 90% interval holds the truth
     * @param againstLaw one pair a study; studies are independent, so this p-value may be believed
     */
    public record Row(
            String rival,
            int won,
            int answered,
            int abstained,
            int covered,
            double crps,
            OptionalDouble skill,
            RivalRanking.Paired againstLaw) {}

    /** One a landmark; empty rows where no study has cuts before emergence. */
    public static List<MultiStudyRanking> of(List<Backtest> studies) {
        return Arrays.stream(EmergenceCriterion.values())
                .map(landmark -> of(landmark, studies))
                .toList();
    }

    private static MultiStudyRanking of(EmergenceCriterion landmark, List<Backtest> studies) {
        List<List<RivalRanking>> all = studies.stream()
                .map(study -> study.outcomes().get(landmark.ordinal()).standings())
                .filter(standings -> !standings.isEmpty())
                .toList();
        List<Row> rows = new ArrayList<>();
        if (!all.isEmpty()) for (Rival rival : Rivals.all()) rows.add(row(rival.key(), all));
        rows.sort(Comparator.comparingDouble(Row::crps));
        return new MultiStudyRanking(landmark, all.size(), rows);
    }

    private static Row row(String rival, List<List<RivalRanking>> studies) {
        List<RivalRanking> own =
                studies.stream().map(study -> find(rival, study)).toList();
        double[] crps = own.stream().mapToDouble(RivalRanking::crps).toArray();
        double[] differences = new double[crps.length];
        for (int i = 0; i < crps.length; i++)
            differences[i] = crps[i] - find(Rivals.LAW, studies.get(i)).crps();
        return new Row(
                rival,
                (int) studies.stream()
                        .filter(study -> study.get(0).rival().equals(rival))
                        .count(),
                own.stream().mapToInt(RivalRanking::answered).sum(),
                own.stream().mapToInt(RivalRanking::abstained).sum(),
                own.stream().mapToInt(RivalRanking::covered).sum(),
                Arrays.stream(crps).average().orElseThrow(),
                own.stream()
                        .flatMapToDouble(standing -> standing.skill().stream())
                        .average(),
                RivalRanking.Paired.of(differences));
    }

    private static RivalRanking find(String rival, List<RivalRanking> standings) {
        return standings.stream()
                .filter(standing -> standing.rival().equals(rival))
                .findFirst()
                .orElseThrow();
    }
}
