package org.emergencelaw.fit;

import java.util.List;
import java.util.Optional;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.ComputeLossLaw;
import org.emergencelaw.law.EmergenceLaw;
import org.emergencelaw.law.LogPowerLaw;
import org.emergencelaw.law.PowerLaw;

/** Draws as a table of numbers, one row a draw: for {@code draws.csv} and for keeping them. */
public final class DrawTable {

    private static final int WITHOUT_LOSS_LAW = 8;

    private DrawTable() {}

    /** Column names; the exponent is called alpha or beta. Without a loss law its columns are missing. */
    public static List<String> columns(List<Draw> draws) {
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
        return java.util.stream.Stream.concat(
                        emergence.stream(),
                        java.util.stream.Stream.of(
                                "irreducible_nats",
                                "reducible_nats",
                                "loss_exponent",
                                "reference_flops",
                                "loss_noise_nats"))
                .toList();
    }

    /** Values in the order of {@link #columns}. */
    public static double[] row(Draw draw) {
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
        ComputeLossLaw loss = draw.lossLaw().get();
        double[] all = java.util.Arrays.copyOf(emergence, WITHOUT_LOSS_LAW + 5);
        all[8] = loss.irreducibleNats();
        all[9] = loss.reducibleNats();
        all[10] = loss.exponent();
        all[11] = loss.referenceFlops();
        all[12] = draw.lossNoise();
        return all;
    }

    /** The draw that {@link #row} came from. */
    public static Draw draw(double[] row, LawForm form, int shots) {
        EmergenceLaw law = form == LawForm.LOG_POWER
                ? new LogPowerLaw(row[0], row[1], row[2])
                : new PowerLaw(row[0], row[1], row[2]);
        AccuracyCurve curve = new AccuracyCurve(law, row[3], row[4], row[5], shots);
        if (row.length == WITHOUT_LOSS_LAW) return new Draw(curve, row[6], Optional.empty(), 0);
        return new Draw(curve, row[6], Optional.of(new ComputeLossLaw(row[8], row[9], row[10], row[11])), row[12]);
    }
}
