package org.emergencelaw.forecast.design;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.FinetuningCost;

/**
 * Which checkpoints are finetuned on which amounts with how many seeds; each checkpoint is evaluated few-shot besides.
 *
 * @param params of the checkpoints, the smallest first, evenly in their logarithm
 * @param amounts finetuning examples, the fewest first
 * @param seeds finetuning runs of each checkpoint on each amount
 */
public record StudyDesign(List<Double> params, List<Long> amounts, int seeds) {

    /** The largest checkpoint over the smallest; over compute it is the square. */
    static final double SPAN = 6;

    private static final int[] CHECKPOINTS = {4, 5, 6, 8, 10, 12, 16};
    private static final int MOST_AMOUNTS = 7, LEAST_AMOUNTS = 3, MOST_SEEDS = 3;

    /** Few enough that each is tried on all worlds within seconds. */
    private static final int CANDIDATES = 4;

    private static final List<String> COLUMNS = List.of(
            "task",
            "model",
            "params",
            "tokens",
            "pretrain_loss_nats",
            "regime",
            "examples",
            "seed",
            "accuracy",
            "n_eval");

    public StudyDesign {
        params = List.copyOf(params);
        amounts = List.copyOf(amounts);
    }

    /** @throws IllegalArgumentException if there are too few checkpoints, amounts or seeds for a law */
    public static StudyDesign of(DesignQuestion question, int checkpoints, int amounts, int seeds) {
        if (checkpoints < 2 || checkpoints > 100)
            throw new IllegalArgumentException("checkpoints must be from 2 to 100, was " + checkpoints);
        if (amounts < 2 || amounts > 100)
            throw new IllegalArgumentException("amounts must be from 2 to 100, was " + amounts);
        if (seeds < 1 || seeds > 100) throw new IllegalArgumentException("seeds must be from 1 to 100, was " + seeds);
        double least = (double) DesignQuestion.LEAST_OVER_SHOTS * Math.max(1, question.shots());
        return new StudyDesign(
                IntStream.range(0, checkpoints)
                        .mapToObj(i -> twoDigits(
                                question.params() * Math.pow(SPAN, -(checkpoints - 1.0 - i) / (checkpoints - 1))))
                        .toList(),
                IntStream.range(0, amounts)
                        .mapToObj(
                                i -> Math.round(least * Math.pow(question.mostExamples() / least, i / (amounts - 1.0))))
                        .toList(),
                seeds);
    }

    private static double twoDigits(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(value)) - 1);
        return Double.parseDouble(NumberText.text(Math.rint(value / unit) * unit));
    }

    /** Ways to spend the budget, those that use most of it; in the order of their checkpoints. */
    static List<StudyDesign> candidates(DesignQuestion question) {
        record Shape(int checkpoints, int amounts, int seeds) {
            int finetunes() {
                return checkpoints * amounts * seeds;
            }
        }
        List<Shape> shapes = new ArrayList<>();
        for (int checkpoints : CHECKPOINTS)
            for (int seeds = 1; seeds <= MOST_SEEDS; seeds++) {
                int amounts = Math.min(MOST_AMOUNTS, question.finetunes() / (checkpoints * seeds));
                if (amounts >= LEAST_AMOUNTS) shapes.add(new Shape(checkpoints, amounts, seeds));
            }
        return shapes.stream()
                .sorted(Comparator.comparing(Shape::finetunes).reversed())
                .limit(CANDIDATES)
                .sorted(Comparator.comparing(Shape::checkpoints).thenComparing(Shape::seeds))
                .map(shape -> of(question, shape.checkpoints(), shape.amounts(), shape.seeds()))
                .toList();
    }

    public int finetunes() {
        return params.size() * amounts.size() * seeds;
    }

    /** Compute of all finetuning runs, with {@value FinetuningCost#TOKENS_PER_EXAMPLE} tokens an example. */
    public double finetuningFlops() {
        return seeds
                * params.stream()
                        .mapToDouble(each -> amounts.stream()
                                .mapToDouble(examples -> FinetuningCost.flops(
                                        ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN, each, examples))
                                .sum())
                        .sum();
    }

    /** The rows as a table in which losses and accuracies are to be filled in. */
    public String csv(DesignQuestion question, String task) {
        StringBuilder csv = new StringBuilder(CsvWriter.line(COLUMNS));
        for (double each : params) {
            row(csv, question, task, each, "few_shot", question.shots(), 0);
            for (long examples : amounts)
                LongStream.rangeClosed(1, seeds)
                        .forEach(seed -> row(csv, question, task, each, "finetuned", examples, seed));
        }
        return csv.toString();
    }

    private static void row(
            StringBuilder csv,
            DesignQuestion question,
            String task,
            double params,
            String regime,
            long examples,
            long seed) {
        csv.append(CsvWriter.line(List.of(
                task,
                "model-" + DisplayNumbers.count(params),
                NumberText.text(params),
                NumberText.text(params * question.tokensPerParam()),
                "",
                regime,
                Long.toString(examples),
                Long.toString(seed),
                "",
                Integer.toString(question.evalItems()))));
    }
}
