package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.EmergenceLaw;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.law.LossLawForm;

/** Draws as a table of numbers, one row a draw: for {@code draws.csv} and for keeping them. */
public final class DrawColumns {

    private static final List<String> BESIDE_LAW =
            List.of("slope", "floor", "few_shot_shift", "run_noise", "emergence_loss_nats");

    private DrawColumns() {}

    /** Column names: the parameters of the law by the names of its form. Without a loss law its columns are missing. */
    public static List<String> columns(EmergenceFit.WithDraws fitted) {
        List<String> columns = new ArrayList<>(fitted.fit().form().parameterNames());
        columns.addAll(BESIDE_LAW);
        fitted.draws().stream().findFirst().flatMap(LawDraw::lossLaw).ifPresent(law -> {
            // k, alpha and beta are taken by the emergence law
            for (String parameter : law.form().parameterNames()) columns.add("loss_law_" + parameter);
            columns.add("loss_noise_nats");
        });
        return columns;
    }

    /** Values in the order of {@link #columns}. */
    public static double[] row(LawDraw draw) {
        AccuracyCurve curve = draw.curve();
        EmergenceLaw law = curve.law();
        double[] parameters =
                law.parameters().values().stream().mapToDouble(value -> value).toArray();
        double[] beside = {curve.slope(), curve.floor(), curve.fewShotShift(), draw.runNoise(), draw.emergenceLossNats()
        };
        double[] emergence = Arrays.copyOf(parameters, parameters.length + beside.length);
        System.arraycopy(beside, 0, emergence, parameters.length, beside.length);
        if (draw.lossLaw().isEmpty()) return emergence;
        double[] loss = draw.lossLaw().get().values();
        double[] all = Arrays.copyOf(emergence, emergence.length + loss.length + 1);
        System.arraycopy(loss, 0, all, emergence.length, loss.length);
        all[all.length - 1] = draw.lossNoise();
        return all;
    }

    /**
     * The draw that {@link #row} came from.
     *
     * @param fit whose draw it is
     */
    public static LawDraw draw(double[] row, EmergenceFit fit) {
        int at = fit.form().parameterNames().size(), withoutLossLaw = at + BESIDE_LAW.size();
        EmergenceLaw law = fit.form().law(Arrays.copyOf(row, at));
        AccuracyCurve curve = new AccuracyCurve(law, row[at], row[at + 1], row[at + 2], fit.shots());
        double runNoise = row[at + 3];
        if (row.length == withoutLossLaw) return new LawDraw(curve, runNoise, Optional.empty(), 0);
        LossLawForm form = fit.lossLaw()
                .flatMap(estimate -> LossLawForm.of(estimate.form()))
                .orElseThrow();
        LossLaw lossLaw = form.law(Arrays.copyOfRange(row, withoutLossLaw, row.length - 1));
        return new LawDraw(curve, runNoise, Optional.of(lossLaw), row[row.length - 1]);
    }
}
