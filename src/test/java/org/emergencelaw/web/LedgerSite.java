package org.emergencelaw.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Forecasts of the synthetic study that can be locked, and results of their runs. */
public final class LedgerSite {

    private static final int[] AMOUNTS = {5, 64, 1_024, 16_384};

    static final String STUDY = "/api/v1/studies/synthetic";
    static final String DEADLINE = "2027-06-01T00:00:00Z";
    static final String TERMS = "{\"deadline\": \"" + DEADLINE
            + "\", \"seen\": \"nothing_run\", \"assumptions\": \"same data mix\"," + " \"event\": \"exceeds_trivial\"}";

    private LedgerSite() {}

    /** Makes the study with a fit of its rows, and returns the path of the fit. */
    public static String fit(RunningService service) throws Exception {
        service.postJson(
                "/api/v1/studies",
                "{\"id\": \"synthetic\", \"name\": \"n\", \"task\": \"synthetic_four_choice\","
                        + " \"trivial_accuracy\": 0.25, \"shots\": 5, \"family\": \"synthetic\"}");
        service.postCsv(STUDY + "/observations", Files.readString(Path.of("data/synthetic/observations.csv")));
        RunningService.Answer fit = service.postJson(STUDY + "/fits", "{\"method\": \"mle\"}");
        return made(fit);
    }

    /** Of the synthetic study one seed, every other amount of finetuning, and ten of its checkpoints: a backtest of fewer and cheaper parts. */
    static String fewerRows() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("data/synthetic/observations.csv")))
            if (rows.isEmpty()
                    || (line.matches(".*,(few_shot,5|finetuned,(100|1600|25600)),1,.*")
                            && !line.matches(".*,(3\\.9e\\+10|1\\.56e\\+11|1\\.25e\\+11|5e\\+11),.*")))
                rows.append(line).append('\n');
        return rows.toString();
    }

    /** A draft of 50B parameters on 1.6T tokens, 4.8e23 FLOPs, 1000 items; returns its path. */
    public static String draft(RunningService service, String fit) {
        RunningService.Answer made = service.postJson(
                fit + "/forecasts", "{\"params\": \"50B\", \"tokens\": \"1.6T\", \"eval_items\": 1000}");
        return made(made);
    }

    /** Where it is; without a library of tests, for the timings do without one. */
    private static String made(RunningService.Answer answer) {
        if (answer.status() != 201) throw new IllegalStateException(answer.status() + " " + answer.body());
        return answer.header("Location");
    }

    public static RunningService.Answer lock(RunningService service, String draft, String... headers) {
        return service.postJson(draft + "/lock", TERMS, headers);
    }

    /** One few-shot row of the planned run. */
    public static String results(double accuracy, int items) {
        return results("sim-50b", "1.6T", accuracy, items);
    }

    public static String results(String model, String tokens, double accuracy, int items) {
        return "task,model,params,tokens,regime,examples,accuracy,n_eval,pretrain_loss_nats\n"
                + "synthetic_four_choice," + model + ",50B," + tokens + ",few_shot,5," + accuracy + "," + items
                + ",1.8\n";
    }

    public static String id(String draft) {
        return draft.substring(draft.lastIndexOf('/') + 1);
    }

    /** 24 rows of task t and family f, few enough that rivals answer at once. */
    static String smallStudy() {
        return smallStudy("f", 1.75);
    }

    /** The same under so many seeds that a bootstrap of it takes its time. */
    static String slowStudy() {
        return smallStudy("f", 1.75, 400);
    }

    /** @param elbow towards which the elbow moves with less data, nats */
    static String smallStudy(String family, double elbow) {
        return smallStudy(family, elbow, 1);
    }

    static String smallStudy(String family, double elbow, int seeds) {
        StringBuilder csv = new StringBuilder(
                "task,family,model,params,tokens,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval\n");
        for (int i = 0; i < 6; i++)
            for (int row = 0; row < 4 * seeds; row++) {
                int seed = row / 4, amount = AMOUNTS[row % 4];
                double loss = 2.3 - 0.08 * i, moved = elbow + 0.0075 * Math.pow(Math.log(amount), 1.8);
                double accuracy = 0.25 + 0.9 * Math.max(0, moved - loss) + 0.004 * Math.sin(7 * i + amount + 13 * seed);
                csv.append(String.format(
                        Locale.ROOT,
                        "t,%s,m%d,1B,%.1fB,%.3f,%s,%d,%d,%.4f,1000%n",
                        family,
                        i,
                        20 * Math.pow(1.6, i),
                        loss,
                        amount == 5 ? "few_shot" : "finetuned",
                        amount,
                        seed,
                        accuracy));
            }
        return csv.toString();
    }
}
