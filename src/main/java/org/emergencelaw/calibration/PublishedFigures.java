package org.emergencelaw.calibration;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.emergencelaw.observation.ComputeConvention;

/**
 * Figures of Snell et al. 2024 that follow from the sizes of published models, rebuilt from published anchors: how many times the
 * compute ahead a task was predicted on OpenLLaMA, and how many params LLaMA-2 would need for APPS.
 *
 * <p>OpenLLaMA 3B and 7B have checkpoints every 2^22 tokens times their step, 13B every 2^21; which checkpoint was the last usable
 * and which the first that had emerged is reconstructed. LLaMA-2: losses of 1.361, 1.386 and 1.324 nats for about 325, 250 and 500
 * billion params, and 70 billion at 0.15 nats above the first.
 *
 * @see <a href="https://arxiv.org/abs/2411.16035">Snell et al. 2024</a>
 */
public final class PublishedFigures {

    private static final double TOKENS_PER_STEP = 4_194_304;

    private static final Model OPEN_LLAMA_3B = new Model("OpenLLaMA 3B", 3.43e9, TOKENS_PER_STEP);
    private static final Model OPEN_LLAMA_7B = new Model("OpenLLaMA 7B", 6.74e9, TOKENS_PER_STEP);
    private static final Model OPEN_LLAMA_13B = new Model("OpenLLaMA 13B", 13.02e9, TOKENS_PER_STEP / 2);

    /** Loss in nats and params in billions. */
    private static final double[][] LLAMA_2 = {{1.361, 325}, {1.386, 250}, {1.324, 500}, {1.361 + 0.15, 70}};

    private PublishedFigures() {}

    private record Model(String name, double params, double tokensPerStep) {
        double flops(double steps) {
            return ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN * params * steps * tokensPerStep;
        }
    }

    /**
     * One figure.
     *
     * @param rebuilt by our formulas
     * @param published as printed, or as read off a figure
     */
    public record Figure(String what, double rebuilt, double published, String unit) {}

    /** All of them, in the order of the paper. */
    public static List<Figure> all() {
        List<Figure> figures = new ArrayList<>();
        figures.add(ahead("MMLU", OPEN_LLAMA_3B, 150_000, OPEN_LLAMA_13B, 300_000, 3.8));
        figures.add(ahead("GSM8K", OPEN_LLAMA_3B, 50_000, OPEN_LLAMA_7B, 100_000, 3.9));
        figures.add(ahead("CoLA", OPEN_LLAMA_3B, 200_000, OPEN_LLAMA_7B, 200_000, 2.0));
        figures.add(ahead("CommonsenseQA", OPEN_LLAMA_3B, 250_000, OPEN_LLAMA_7B, 250_000, 2.0));
        for (int i = 0; i < 3; i++)
            figures.add(new Figure(
                    "LLaMA-2 at " + LLAMA_2[i][0] + " nats",
                    llama2Params(LLAMA_2[i][0]),
                    LLAMA_2[i][1],
                    "billion params"));
        return figures;
    }

    private static Figure ahead(
            String task, Model usable, double usableSteps, Model emerged, double emergedSteps, double published) {
        return new Figure(
                task + ", " + usable.name + " to " + emerged.name,
                emerged.flops(emergedSteps) / usable.flops(usableSteps),
                published,
                "times the FLOPs");
    }

    /** Billions of params at a loss by {@code L = a N^-b}, least squares of ln L on ln N over the four anchors. */
    static double llama2Params(double lossNats) {
        SimpleRegression line = new SimpleRegression();
        for (double[] anchor : LLAMA_2) line.addData(Math.log(anchor[1]), Math.log(anchor[0]));
        return Math.exp((Math.log(lossNats) - line.getIntercept()) / line.getSlope());
    }
}
