package org.emergencelaw.suite;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Rows;

/**
 * What a submitted checkpoint scored few-shot on a task, over all its rows at the task's shots; held-out ones too, for they are known.
 *
 * @param trainFlops absent where nothing tells it
 */
public record SeenAccuracy(Checkpoint checkpoint, int right, int items, OptionalDouble trainFlops) {

    public double accuracy() {
        return (double) right / items;
    }

    /** Of each checkpoint of a study. */
    public static List<SeenAccuracy> of(StudyRows study) {
        Rows rows = study.rows().fewShot(study.task());
        return rows.by(row -> row.checkpoint()).entrySet().stream()
                .map(each -> of(each.getKey(), each.getValue()))
                .toList();
    }

    private static SeenAccuracy of(Checkpoint checkpoint, Rows rows) {
        Rows.Count count = rows.count();
        return new SeenAccuracy(checkpoint, count.right(), count.items(), rows.computeOf(checkpoint));
    }

    /** The best of them. */
    static Optional<SeenAccuracy> best(List<SeenAccuracy> seen) {
        return seen.stream().max(Comparator.comparingDouble(SeenAccuracy::accuracy));
    }
}
