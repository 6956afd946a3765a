package org.emergencelaw.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.emergencelaw.calibration.SimulatedWorld;
import org.emergencelaw.calibration.Simulator;
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.sweep.LocalCluster;

/**
 * Times a sweep of simulated studies on one core, on two, and on a cluster of two workers of one core each, in turns, each from the
 * start of its process to its end. A process is held to its cores by {@code taskset} of util-linux, so that what compiles and collects
 * beside the threads that work shares them. Of the cluster the master and the workers run already, on whatever cores there are;
 * executors are started anew. After a build with {@code -Pspark}:
 *
 * <pre>java -cp target/test-classes:target/emergence-law.jar org.emergencelaw.bench.SweepBenchmark STUDIES ROUNDS</pre>
 */
public final class SweepBenchmark {

    private static final int STUDIES_A_TABLE = 5_000;
    private static final String ONE = "one_core", TWO = "two_cores", CLUSTER = "cluster";

    /** What was found, as JSON. */
    record Found(
            String command,
            int studies,
            int rounds,
            double loadBefore,
            Map<String, List<Double>> seconds,
            Map<String, Double> studiesPerSecond,
            double processorSecondsOfOneCore,
            double twoCoresOverOne,
            double clusterOverOne) {}

    private SweepBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int studies = Integer.parseInt(arguments[0]), rounds = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory("sweep-benchmark");
        double load =
                Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        write(folder, studies);
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        List<Double> processor = new ArrayList<>();
        try (LocalCluster cluster = LocalCluster.start(folder, 2)) {
            for (int round = 0; round < rounds; round++) {
                Path out = Files.createDirectory(folder.resolve("out" + round));
                Map<String, ProcessBuilder> ways = new LinkedHashMap<>();
                ways.put(ONE, heldTo("0", LocalCluster.alone(sweep(folder, out.resolve(ONE), "--threads", "1"))));
                ways.put(TWO, heldTo("0,1", LocalCluster.alone(sweep(folder, out.resolve(TWO), "--threads", "2"))));
                ways.put(CLUSTER, LocalCluster.driver(sweep(folder, out.resolve(CLUSTER), "--master", cluster.url())));
                for (Map.Entry<String, ProcessBuilder> way : ways.entrySet()) {
                    Took took = took(way.getValue());
                    seconds.computeIfAbsent(way.getKey(), key -> new ArrayList<>())
                            .add(took.seconds);
                    if (way.getKey().equals(ONE)) processor.add(took.processorSeconds);
                }
                for (String other : List.of(TWO, CLUSTER))
                    if (Files.mismatch(
                                    out.resolve(ONE).resolve("manifest.json"),
                                    out.resolve(other).resolve("manifest.json"))
                            >= 0) throw new IllegalStateException(other + " gave other bytes");
            }
        }
        System.out.println(Json.mapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(
                        found(String.join(" ", arguments), studies, rounds, load, seconds, median(processor))));
    }

    private static Found found(
            String arguments,
            int studies,
            int rounds,
            double load,
            Map<String, List<Double>> seconds,
            double processor) {
        Map<String, Double> rates = new TreeMap<>();
        seconds.forEach((way, times) -> rates.put(way, rounded(studies / median(times))));
        return new Found(
                "java -cp target/test-classes:target/emergence-law.jar org.emergencelaw.bench.SweepBenchmark "
                        + arguments,
                studies,
                rounds,
                load,
                seconds,
                rates,
                processor,
                ratio(seconds, TWO),
                ratio(seconds, CLUSTER));
    }

    /** Median over the rounds of what one core took over what this took. */
    private static double ratio(Map<String, List<Double>> seconds, String way) {
        List<Double> one = seconds.get(ONE), other = seconds.get(way), ratios = new ArrayList<>();
        for (int round = 0; round < one.size(); round++) ratios.add(one.get(round) / other.get(round));
        return rounded(median(ratios));
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** How long a process took. */
    private record Took(double seconds, double processorSeconds) {}

    private static ProcessBuilder heldTo(String cores, ProcessBuilder command) {
        List<String> held = new ArrayList<>(List.of("taskset", "-c", cores));
        held.addAll(command.command());
        return command.command(held);
    }

    private static Took took(ProcessBuilder command) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process process = command.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Duration processor = Duration.ZERO;
        // nobody can ask a process that has ended
        while (!process.waitFor(100, TimeUnit.MILLISECONDS))
            processor = process.info().totalCpuDuration().orElse(processor);
        if (process.exitValue() != 0) throw new IllegalStateException("failed: " + command.command());
        return new Took(rounded((System.nanoTime() - began) * 1e-9), rounded(processor.toMillis() * 1e-3));
    }

    private static List<String> sweep(Path folder, Path out, String... options) {
        List<String> command = new ArrayList<>(List.of(
                "sweep", folder.resolve("tables").toString(), "--out", out.toString(), "--train-flops", "1e23"));
        command.addAll(Arrays.asList(options));
        return command;
    }

    private static void write(Path folder, int studies) throws IOException {
        Path tables = Files.createDirectory(folder.resolve("tables"));
        for (int first = 0; first < studies; first += STUDIES_A_TABLE) {
            List<Observation> rows = new ArrayList<>();
            for (int study = first; study < Math.min(studies, first + STUDIES_A_TABLE); study++) {
                Simulator.SimulatedTask drawn = Simulator.draw(SimulatedWorld.BASE, study);
                TreeMap<String, String> notes = new TreeMap<>(Map.of(
                        "trivial_accuracy", Double.toString(drawn.task().trivialAccuracy()),
                        "shots", Integer.toString(drawn.task().shots())));
                for (Observation row : drawn.observations())
                    rows.add(row.toBuilder()
                            .task("simulated" + study)
                            .notes(notes)
                            .build());
            }
            try (Writer out = Files.newBufferedWriter(tables.resolve(first + ".csv"))) {
                ObservationCsv.write(rows, out);
            }
        }
    }
}
