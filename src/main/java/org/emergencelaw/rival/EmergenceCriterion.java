package org.emergencelaw.rival;

import java.util.OptionalDouble;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.leastsquares.HingeFit;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Accuracy;

/** What is meant by emergence: a place on the accuracy curve that measured rows show, or do not show. */
public enum EmergenceCriterion {
    /** Where accuracy leaves its floor: a hinge fitted to the rows. */
    ELBOW {
        @Override
        public OptionalDouble seen(StudyRows part) {
            return HingeFit.of(part.task().shots(), part.rows().list()).stream()
                    .mapToDouble(HingeFit::lossNats)
                    .findFirst();
        }

        @Override
        public boolean notYet(StudyRows fewShot) {
            double trivial = fewShot.task().trivialAccuracy();
            return fewShot.rows().by(Observation::checkpoint).values().stream()
                    .map(Rows::count)
                    .mapToDouble(sums -> new Accuracy(sums.right(), sums.items()).pValueAgainst(trivial))
                    .allMatch(p -> p >= RISES / fewShot.rows().size());
        }

        @Override
        public double[] draws(Prediction prediction) {
            return prediction.emergenceLossNats();
        }
    },
    /** Where accuracy crosses {@link #level}; a dip below chance before the rise does not move it. */
    CROSSING {
        @Override
        public OptionalDouble seen(StudyRows part) {
            return LevelCrossing.of(level(part.task()), part.rows().list());
        }

        @Override
        public boolean notYet(StudyRows fewShot) {
            return LevelCrossing.most(fewShot.rows().list()) < level(fewShot.task());
        }

        @Override
        public double[] draws(Prediction prediction) {
            return prediction.crossingLossNats();
        }
    };

    /** Level, over all checkpoints together, at which one scores better than guessing. */
    private static final double RISES = 0.001;

    /**
     * The accuracy whose crossing counts: a fifth of the way from guessing to perfect, {@code trivial + 0.2 (1 - trivial)}; 0.40
     * for four choices. A choice of ours, first tried on {@code data/lab-exploration} after the law had missed there.
     */
    public static double level(Task task) {
        return task.defaultLevel();
    }

    /**
     * Where these rows show it, nats.
     *
     * @param part few-shot rows, or the finetuned rows of one data amount, each with a loss
     */
    public abstract OptionalDouble seen(StudyRows part);

    /** Whether these few-shot rows show that it has not come by the strongest checkpoint. Not seen alone may mean: everywhere past. */
    public abstract boolean notYet(StudyRows fewShot);

    /** What a rival says of it. */
    public abstract double[] draws(Prediction prediction);
}
