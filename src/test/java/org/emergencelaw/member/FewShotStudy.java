package org.emergencelaw.member;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.UsualStudy;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Task;

/** Made-up models of 100M to 3.2B params at 20 tokens a param, whose few-shot accuracy rises from 0.25; nothing was finetuned. */
public final class FewShotStudy {

    public static final Task TASK = new Task("made_up", "accuracy", 0.25, 5);
    private static final double[] ACCURACIES = {0.25, 0.255, 0.25, 0.27, 0.33, 0.41};

    private FewShotStudy() {}

    private static double params(int i) {
        return 1e8 * Math.pow(2, i);
    }

    /** What a checkpoint of the study says of itself. */
    public enum Known {
        ALL,
        NO_LOSS,
        NO_TOKENS,
        LOSS_ALONE
    }

    public static List<Observation> rows(Known known, int checkpoints, int shots) {
        List<Observation> rows = new ArrayList<>();
        for (int i = 0; i < checkpoints; i++) {
            Checkpoint.Builder checkpoint =
                    Checkpoint.builder().family("made-up").model("m" + i);
            if (known != Known.LOSS_ALONE) checkpoint.params(params(i));
            if (known == Known.ALL || known == Known.NO_LOSS) checkpoint.tokens(20 * params(i));
            if (known != Known.NO_LOSS) checkpoint.pretrainLossNats(loss(i));
            rows.add(Observation.builder()
                    .task(TASK.name())
                    .checkpoint(checkpoint.build())
                    .regime(Regime.FEW_SHOT)
                    .examples(shots)
                    .accuracy(ACCURACIES[i])
                    .nEval(1000)
                    .build());
        }
        return rows;
    }

    /** By a law of the usual form. */
    public static double loss(double i) {
        return 1.8 + 480 * Math.pow(1e8 * Math.pow(2, i), -0.35) + 2080 * Math.pow(2e9 * Math.pow(2, i), -0.37);
    }

    public static FittedStudy fit(List<Observation> rows) {
        return UsualStudy.fit(TASK, rows, FitOptions.DEFAULT);
    }

    /** Every loss on another scale: other units, another corpus. */
    public static List<Observation> rescaled(List<Observation> rows, double scale, double shift) {
        return rows.stream()
                .map(row -> {
                    OptionalDouble loss = row.checkpoint().pretrainLossNats();
                    return loss.isEmpty()
                            ? row
                            : row.withCheckpoint(row.checkpoint().withLoss(scale * loss.getAsDouble() + shift));
                })
                .toList();
    }
}
