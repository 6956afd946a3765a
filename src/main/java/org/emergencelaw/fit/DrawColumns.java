package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.fit.loss.LossLawEstimate;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.ChinchillaLaw;
import org.emergencelaw.law.ComputeLossLaw;
import org.emergencelaw.law.EmergenceLaw;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.law.KaplanLaw;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.law.LogPowerLaw;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.law.PowerLaw;

/** Draws as a table of numbers, one row a draw: for {@code draws.csv} and for keeping them. */
public final class DrawColumns {

    private static final int WITHOUT_LOSS_LAW = 8;

    private DrawColumns() {}

    /** Column names; the exponent is called alpha or beta. Without a loss law its columns are missing. */
    public static List<String> columns(List<LawDraw> draws) {
        boolean power = !draws.isEmpty() && draws.get(0).curve().law() instanceof PowerLaw;
        List<String> emergence = List.of(
                "k",
                power ? "beta" : "alpha",
                "c",
                "slope",
                "floor",
                "few_shot_shift",
                "run_noise",
                "emergence_loss_nats");
        if (draws.isEmpty() || draws.get(0).lossLaw().isEmpty()) return emergence;
        List<String> columns = new ArrayList<>(emergence);
        // k, alpha and beta are taken by the emergence law
        for (String parameter : draws.get(0).lossLaw().get().parameters().keySet())
            columns.add("loss_law_" + parameter);
        columns.add("loss_noise_nats");
        return columns;
    }

    /** Values in the order of {@link #columns}. */
    public static double[] row(LawDraw draw) {
        AccuracyCurve curve = draw.curve();
        double k, exponent, c;
        if (curve.law() instanceof LogPowerLaw law) {
            k = law.k();
            exponent = law.alpha();
            c = law.c();
        } else {
            PowerLaw law = (PowerLaw) curve.law();
            k = law.k();
            exponent = law.beta();
            c = law.c();
        }
        double[] emergence = {
            k,
            exponent,
            c,
            curve.slope(),
            curve.floor(),
            curve.fewShotShift(),
            draw.runNoise(),
            draw.emergenceLossNats()
        };
        if (draw.lossLaw().isEmpty()) return emergence;
        Map<String, Double> loss = draw.lossLaw().get().parameters();
        double[] all = Arrays.copyOf(emergence, WITHOUT_LOSS_LAW + loss.size() + 1);
        int at = WITHOUT_LOSS_LAW;
        for (double parameter : loss.values()) all[at++] = parameter;
        all[at] = draw.lossNoise();
        return all;
    }

    /**
     * The draw that {@link #row} came from.
     *
     * @param fit whose draw it is
     */
    public static LawDraw draw(double[] row, EmergenceFit fit) {
        EmergenceLaw law = fit.form() == EmergenceLawForm.LOG_POWER
                ? new LogPowerLaw(row[0], row[1], row[2])
                : new PowerLaw(row[0], row[1], row[2]);
        AccuracyCurve curve = new AccuracyCurve(law, row[3], row[4], row[5], fit.shots());
        if (row.length == WITHOUT_LOSS_LAW) return new LawDraw(curve, row[6], Optional.empty(), 0);
        String form = fit.lossLaw().map(LossLawEstimate::form).orElse("compute");
        return new LawDraw(curve, row[6], Optional.of(lossLaw(row, form)), row[row.length - 1]);
    }

    private static LossLaw lossLaw(double[] row, String form) {
        return switch (form) {
            case "chinchilla" -> new ChinchillaLaw(row[8], row[9], row[10], row[11], row[12]);
            case "kaplan" -> new KaplanLaw(row[8], row[9], row[10], row[11]);
            default -> new ComputeLossLaw(row[8], row[9], row[10], row[11]);
        };
    }
}
