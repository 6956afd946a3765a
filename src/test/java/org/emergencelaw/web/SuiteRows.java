package org.emergencelaw.web;

import java.util.List;
import java.util.Locale;

/** Invented few-shot rows of many tasks on one family, each of which leaves its floor a little later than the one before. */
public final class SuiteRows {

    private SuiteRows() {}

    /** @param models how many checkpoints of 100M parameters and twice as many each time; at most eight */
    public static String of(List<String> tasks, int models) {
        StringBuilder csv = new StringBuilder(
                "task,family,model,params,tokens,pretrain_loss_nats,regime,examples,accuracy,n_eval,trivial_accuracy\n");
        for (int task = 0; task < tasks.size(); task++)
            for (int i = 0; i < models; i++) {
                double size = 100e6 * Math.pow(2, i), tokens = 20 * size;
                double loss = 1.69 + 406.4 * Math.pow(size, -0.34) + 410.7 * Math.pow(tokens, -0.28);
                boolean own = tasks.get(task).startsWith("own");
                double floor = own ? 0.2 : tasks.get(task).startsWith("gsm8k") ? 0 : 0.25;
                double accuracy = floor + 0.9 * Math.max(0, 2.62 - 0.1 * task - loss);
                csv.append(String.format(
                        Locale.ROOT,
                        "%s,f,m%d,%.0f,%.0f,%.5f,few_shot,5,%.3f,1000,%s%n",
                        tasks.get(task),
                        i,
                        size,
                        tokens,
                        loss,
                        accuracy,
                        own ? "0.2" : ""));
            }
        return csv.toString();
    }
}
