package org.emergencelaw.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.emergencelaw.web.RunningService;

/**
 * Times the way from an upload of 10,000 rows to the numbers of the study's chart, over HTTP: post the CSV, fit by the default
 * method, get the page's JSON twin. After {@code package}:
 *
 * <pre>java -cp target/test-classes:target/emergence-law.jar org.emergencelaw.bench.UploadToChart</pre>
 */
public final class UploadToChart {

    private static final int ROUNDS = 5;
    private static final int[] AMOUNTS = {5, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144};

    private UploadToChart() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("upload-to-chart");
        String csv = rows(10_000);
        try (RunningService service = RunningService.in(directory)) {
            for (int round = 1; round <= ROUNDS; round++) {
                String study = service.newStudy();
                long start = System.nanoTime(), busy = processorNanos();
                good(service.postCsv(study + "/observations", csv));
                long saved = System.nanoTime();
                good(service.postJson(study + "/fits", "{}"));
                long fitted = System.nanoTime();
                good(service.get(study.replace("/api/v1", "") + ".json"));
                long shown = System.nanoTime();
                System.out.printf(
                        Locale.ROOT,
                        "round %d: upload to chart %.2f s (save %.2f, fit %.2f, chart %.2f; %.2f s of processor time)%n",
                        round,
                        seconds(start, shown),
                        seconds(start, saved),
                        seconds(saved, fitted),
                        seconds(fitted, shown),
                        seconds(busy, processorNanos()));
            }
        }
    }

    private static String good(RunningService.Answer answer) {
        if (answer.status() >= 300) throw new IllegalStateException(answer.status() + " " + answer.body());
        return answer.body();
    }

    /** Of all threads: what a busy machine does not stretch. */
    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }

    /** Simulated rows of a law with elbow 1.8 + 0.0075 (ln D)^1.8 nats: 25 checkpoints, 8 data amounts, as many seeds as it takes. */
    private static String rows(int count) {
        Random random = new Random(1);
        StringBuilder csv = new StringBuilder(
                "task,family,model,params,tokens,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval\n");
        for (int i = 0; i < count; i++) {
            int checkpoint = i % 25, amount = AMOUNTS[i / 25 % AMOUNTS.length], seed = i / 25 / AMOUNTS.length;
            double loss = 2.45 - 0.025 * checkpoint;
            double elbow = 1.8 + 0.0075 * Math.pow(Math.log(amount), 1.8);
            double accuracy = Math.min(1, 0.25 + 0.9 * Math.max(0, elbow - loss) + 0.01 * random.nextGaussian());
            csv.append(String.format(
                    Locale.ROOT,
                    "t,f,m%d,1.3B,%.1fB,%.3f,%s,%d,%d,%.4f,1000%n",
                    checkpoint,
                    15 * Math.pow(1.2, checkpoint),
                    loss,
                    amount == 5 ? "few_shot" : "finetuned",
                    amount,
                    seed,
                    accuracy));
        }
        return csv.toString();
    }
}
