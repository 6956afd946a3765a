package org.emergencelaw.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.EmergenceLaw;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.law.LossLawForm;

/** Draws as a table of numbers, one row a draw: for {@code draws.csv} and for keeping them. */
public final class DrawColumns {

    private static final String EMERGENCE = "emergence_loss_nats";
    private static final List<String> BESIDE_LAW = List.of("slope", "floor", "few_shot_shift", "run_noise", EMERGENCE);

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

    /** What of {@link #row} is to be kept: the point of emergence follows from the rest. */
    public static double[] kept(LawDraw draw) {
        return withoutEmergence(row(draw), draw.curve().law().form());
    }

    /** The same of several draws. */
    public static double[][] kept(List<LawDraw> draws) {
        return draws.stream().map(DrawColumns::kept).toArray(double[][]::new);
    }

    private static double[] withoutEmergence(double[] row, EmergenceLawForm form) {
        int emergence = form.parameterNames().size() + BESIDE_LAW.indexOf(EMERGENCE);
        double[] rest = Arrays.copyOf(row, row.length - 1);
        System.arraycopy(row, emergence + 1, rest, emergence, rest.length - emergence);
        return rest;
    }

    /** The draws that {@link #kept(List)} came from, or their rows. */
    public static List<LawDraw> draws(double[][] rows, EmergenceFit fit) {
        return Arrays.stream(rows).map(row -> draw(row, fit)).toList();
    }

    /**
     * The draw that {@link #kept(LawDraw)} came from, or {@link #row}, which was kept whole before.
     *
     * @param fit whose draw it is
     */
    public static LawDraw draw(double[] row, EmergenceFit fit) {
        int at = fit.form().parameterNames().size(), whole = at + BESIDE_LAW.size();
        Optional<LossLawForm> loss = row.length <= whole
                ? Optional.empty()
                : Optional.of(fit.lossLaw()
                        .flatMap(estimate -> LossLawForm.of(estimate.form()))
                        .orElseThrow());
        if (loss.isPresent()) whole += loss.get().parameterNames().size() + 1;
        double[] kept = row.length == whole ? withoutEmergence(row, fit.form()) : row;
        EmergenceLaw law = fit.form().law(Arrays.copyOf(kept, at));
        AccuracyCurve curve = new AccuracyCurve(law, kept[at], kept[at + 1], kept[at + 2], fit.shots());
        Optional<LossLaw> lossLaw = loss.map(form -> form.law(Arrays.copyOfRange(kept, at + 4, kept.length - 1)));
        return new LawDraw(curve, kept[at + 3], lossLaw, loss.isPresent() ? kept[kept.length - 1] : 0);
    }
}
