package org.emergencelaw.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.study.ImportCommand;
import picocli.CommandLine;

/**
 * Imports a folder of results of lm-evaluation-harness by the command line, and the same as a zip: MMLU of a thousand checkpoints of
 * each of ten sizes, a file each with the 57 subjects, their groups and configurations, as the harness writes it. The folder is made
 * from a seed. Prints the seconds of the import, those of the processor (which tell on a busy machine), and the most heap that was in use. After {@code package}, on two cores:
 *
 * <pre>taskset -c 0,1 java -Xmx192m -XX:+UseSerialGC -cp target/test-classes:target/emergence-law.jar \
 *     org.emergencelaw.bench.HarnessFolderBenchmark 10000 1</pre>
 */
public final class HarnessFolderBenchmark {

    private static final int SUBJECTS = 57;
    private static final int STEPS = 1_000;
    private static final int ITEMS = 246;

    private HarnessFolderBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[0]);
        Random random = new Random(Long.parseLong(arguments[1]));
        Path place = Files.createTempDirectory("harness-folder");
        try {
            Path folder = Files.createDirectory(place.resolve("results"));
            Path zip = place.resolve("results.zip");
            long bytes = 0;
            try (ZipOutputStream packed = new ZipOutputStream(Files.newOutputStream(zip))) {
                for (int i = 0; i < count; i++) {
                    byte[] file = results(i, random).getBytes(StandardCharsets.UTF_8);
                    String name = "lab__tern-%d/results_step%d.json".formatted(i / STEPS, i % STEPS);
                    Files.createDirectories(folder.resolve(name).getParent());
                    Files.write(folder.resolve(name), file);
                    packed.putNextEntry(new ZipEntry(name));
                    packed.write(file);
                    packed.closeEntry();
                    bytes += file.length;
                }
            }
            Path models = place.resolve("models.csv");
            Files.writeString(models, models());
            System.out.printf(Locale.ROOT, "%d files, %d MiB, seed %s%n", count, bytes >> 20, arguments[1]);
            time("folder", folder, models, place);
            time("zip", zip, models, place);
        } finally {
            delete(place);
        }
    }

    private static void time(String what, Path from, Path models, Path place) {
        pools().forEach(MemoryPoolMXBean::resetPeakUsage);
        long start = System.nanoTime();
        long before = processor();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(), System.out, new PrintStream(err, true, StandardCharsets.UTF_8));
        int status = new CommandLine(new ImportCommand(terminal, Clock.systemUTC()))
                .execute(
                        from.toString(),
                        "--models",
                        models.toString(),
                        "--study",
                        what,
                        "--task",
                        "mmlu",
                        "--metric",
                        "acc",
                        "--trivial-accuracy",
                        "0.25",
                        "--shots",
                        "5",
                        "--database",
                        place.resolve("studies.db").toString());
        if (status != 0)
            throw new IllegalStateException("status " + status + ": " + err.toString(StandardCharsets.UTF_8));
        double seconds = (System.nanoTime() - start) / 1e9;
        double processor = (processor() - before) / 1e9;
        long peak = pools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f s, %.1f s of processor time, at most %d of %d MiB of heap in use%n",
                what,
                seconds,
                processor,
                peak >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private static long processor() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static Stream<MemoryPoolMXBean> pools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }

    private static String models() {
        StringBuilder models = new StringBuilder("family,model,revision,params,tokens\n");
        for (int size = 0; size < 10; size++)
            models.append("tern,lab/tern-%d,step{s},%dM,s * 2097152\n".formatted(size, 70 << size));
        return models.toString();
    }

    private static String results(int number, Random random) {
        double skill = 0.25 + 0.3 * random.nextDouble();
        StringBuilder results = new StringBuilder(), configs = new StringBuilder(), shots = new StringBuilder();
        StringBuilder versions = new StringBuilder(), items = new StringBuilder(), names = new StringBuilder();
        int all = 0;
        for (int subject = 0; subject < SUBJECTS; subject++) {
            String name = "mmlu_subject_" + subject;
            int right = (int) Math.rint(ITEMS * (skill + 0.05 * random.nextGaussian()));
            all += right;
            double accuracy = right / (double) ITEMS;
            String comma = subject == 0 ? "" : ",\n";
            results.append(",\n\"%s\": {\"alias\": \" - %s\", \"acc,none\": %s, \"acc_stderr,none\": %s}"
                    .formatted(name, name, accuracy, Math.sqrt(accuracy * (1 - accuracy) / (ITEMS - 1))));
            configs.append(comma)
                    .append(
                            "\"%1$s\": {\"task\": \"%1$s\", \"dataset_path\": \"lab/mmlu\", \"test_split\": \"test\", \"doc_to_text\": \"{{question}}\\nAnswer:\", \"num_fewshot\": 5, \"metric_list\": [{\"metric\": \"acc\"}], \"output_type\": \"multiple_choice\"}"
                                    .formatted(name));
            shots.append(comma).append("\"%s\": 5".formatted(name));
            versions.append(comma).append("\"%s\": 1.0".formatted(name));
            items.append(comma).append("\"%s\": {\"original\": %d, \"effective\": %d}".formatted(name, ITEMS, ITEMS));
            names.append(subject == 0 ? "" : ", ").append('"').append(name).append('"');
        }
        return """
                {"results": {"mmlu": {"alias": "mmlu", "acc,none": %s, "acc_stderr,none": 0.0037}%s},
                "groups": {"mmlu": {"alias": "mmlu"}},
                "group_subtasks": {"mmlu": [%s]},
                "configs": {%s},
                "versions": {%s},
                "n-shot": {%s},
                "n-samples": {%s},
                "config": {"model": "hf", "model_args": "pretrained=lab/tern-%d,revision=step%d", "limit": null},
                "git_hash": "c10551f", "lm_eval_version": "0.4.9"}
                """.formatted(
                        all / (double) (ITEMS * SUBJECTS),
                        results,
                        names,
                        configs,
                        versions,
                        shots,
                        items,
                        number / STEPS,
                        number % STEPS + 1);
    }

    private static void delete(Path place) {
        try (Stream<Path> all = Files.walk(place)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
