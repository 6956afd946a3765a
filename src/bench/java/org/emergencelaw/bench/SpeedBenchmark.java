package org.emergencelaw.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.RowSelection;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.fit.posterior.Posterior;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Summary;

/**
 * The service of an earlier jar and of the present one side by side, in turns, with the start line of the README of 0.1.0: how soon
 * the start page comes, what stays resident, and what a study page, a forecast and a fit cost. And what the arithmetic behind
 * them costs in this process, of one thread, warm.
 *
 * <pre>java -cp target/test-classes:target/emergence-law.jar org.emergencelaw.bench.SpeedBenchmark OLD.jar NEW.jar [ROUNDS [diagnostics]]</pre>
 *
 * <p>Processor time is that of the whole process of the service, compiler and collector included, a request; where a machine is
 * busy, it bends least. Only the start is by the clock. With {@code diagnostics} it asks for those of {@code data/lab} too, of
 * which 0.1.0 takes minutes. To be started in the repository root; each jar lies in {@code target} of its own tree, whose settings and
 * examples it takes.
 */
public final class SpeedBenchmark {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final Path ROWS = Path.of("data/synthetic/observations.csv");

    /** Requests before those that count, and those. */
    private static final int WARM_UP = 40, COUNTED = 40;

    private SpeedBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) throw new IllegalArgumentException("give the jar of 0.1.0, and the present one");
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        boolean diagnostics = arguments.length > 3;
        List<Map<String, Double>> old = new ArrayList<>(), now = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            old.add(measured(Path.of(arguments[0]).toAbsolutePath(), diagnostics && round == 0));
            now.add(measured(Path.of(arguments[1]).toAbsolutePath(), diagnostics && round == 0));
        }
        print("%-52s %10s %10s %8s", "medians of " + rounds + " rounds", "earlier", "present", "ratio");
        Map<String, Double> earlier = medians(old), present = medians(now);
        present.forEach((what, value) -> {
            if (!earlier.containsKey(what)) print("%-52s %10s %10.1f", what, "", value);
            else print("%-52s %10.1f %10.1f %8.1f", what, earlier.get(what), value, earlier.get(what) / value);
        });
        arithmetic(present);
    }

    private static Map<String, Double> medians(List<Map<String, Double>> rounds) {
        Map<String, Double> medians = new TreeMap<>();
        rounds.get(0)
                .keySet()
                .forEach(what -> medians.put(
                        what,
                        Summary.median(rounds.stream()
                                .filter(round -> round.containsKey(what))
                                .mapToDouble(round -> round.get(what))
                                .toArray())));
        return medians;
    }

    /** One life of the service of a jar. */
    private static Map<String, Double> measured(Path jar, boolean diagnostics) throws Exception {
        Map<String, Double> found = new TreeMap<>();
        Path directory = Files.createTempDirectory("speed");
        long begin = System.nanoTime();
        try (Service service = Service.start(jar, directory.resolve("speed.db"))) {
            service.get("/");
            found.put("1 start page, s after the start", (System.nanoTime() - begin) / 1e9);
            String study = "/api/v1/studies/" + journeys(service);
            found.put("2 resident after the three journeys, MB", service.resident() / 1024.0);
            String fit = service.post(study + "/fits", "{}");
            String page = study.replace("/api/v1", "");
            found.put("3 study page, unchanged, ms of processor", service.milliseconds(i -> service.get(page)));
            found.put("4 the same by who has it already, ms", service.milliseconds(i -> service.again(page)));
            found.put(
                    "5 forecast by API on a kept fit, ms",
                    service.milliseconds(i -> service.post(
                            fit + "/forecasts",
                            String.format(
                                    Locale.ROOT, "{\"params\": %d, \"tokens\": \"1.6T\"}", 50_000_000_000L + i))));
            found.put(
                    "6 fit of 114 rows by API, stored, ms",
                    service.milliseconds(i -> service.post(study + "/fits", "{\"seed\": " + (i + 1) + "}")));
            found.put("7 first study page after new rows, ms", service.milliseconds(i -> {
                service.rows(study, i);
                return service.get(page);
            }));
            if (diagnostics) found.put("8 diagnostics of data/lab, s", lab(service));
        }
        return found;
    }

    /** Submit, forecast, compare; returns the id of the study. */
    private static String journeys(Service service) throws IOException {
        service.post(
                "/api/v1/studies",
                "{\"id\": \"speed\", \"name\": \"n\", \"task\": \"synthetic_four_choice\", \"family\": \"synthetic\"}");
        service.csv("/api/v1/studies/speed/observations", Files.readString(ROWS));
        service.get("/studies/speed/submit");
        service.get("/studies/speed");
        String fit = service.post("/api/v1/studies/speed/fits", "{}");
        String draft = service.post(fit + "/forecasts", "{\"params\": \"50B\", \"tokens\": \"1.6T\"}");
        service.get(draft.replace("/api/v1", ""));
        service.get("/studies/speed/compare");
        service.get("/ledger");
        return "speed";
    }

    /** Processor seconds of a request for the diagnostics of the example, its fit made before. */
    private static double lab(Service service) {
        service.post("/examples/lab", "");
        service.get("/studies/example-lab");
        double before = service.processorSeconds();
        service.get("/studies/example-lab/diagnostics");
        return service.processorSeconds() - before;
    }

    private static void arithmetic(Map<String, Double> present) throws Exception {
        Task task = TaskCatalogue.read(Path.of(ServiceConfig.DEFAULT.tasks()))
                .find("synthetic_four_choice")
                .orElseThrow()
                .task();
        StudyRows rows = StudyRows.of(
                task,
                ObservationCsv.read(Files.readString(ROWS), ImportRules.any()).observations(),
                LossSource.DEFAULT,
                "");
        FitOptions options = FitOptions.DEFAULT;
        FittedStudy fitted = EmergenceFitter.fit(rows, options);
        FitDesign design = new FitDesign(
                task.shots(), RowSelection.of(rows, options.law()).rows().list());
        Forecaster forecaster = new Forecaster(fitted);
        double posterior =
                milliseconds(i -> Posterior.sample(design, options.law(), EmergenceFitter.prior(options), i));
        double fit = milliseconds(i -> EmergenceFitter.fit(rows, options.withSeed(i)));
        double forecast = milliseconds(i -> forecaster.forecast(plan(5e10 + i)));
        print("%narithmetic alone, ms: posterior %.1f, fit %.1f, forecast %.2f", posterior, fit, forecast);
        print(
                "service over arithmetic: fit over posterior %.1f, forecast %.1f, first view after new rows over fit %.1f",
                present.get("6 fit of 114 rows by API, stored, ms") / posterior,
                present.get("5 forecast by API on a kept fit, ms") / forecast,
                present.get("7 first study page after new rows, ms") / fit);
    }

    private static PlannedRun plan(double params) {
        return new PlannedRun(
                OptionalDouble.of(params),
                OptionalDouble.of(1.6e12),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                PlannedRun.DEFAULT_EVAL_ITEMS,
                PathChoice.OWN_RATIO,
                OptionalDouble.empty());
    }

    private static double milliseconds(IntFunction<?> call) {
        for (int i = 0; i < WARM_UP; i++) call.apply(i);
        double[] times = new double[COUNTED];
        for (int i = 0; i < COUNTED; i++) {
            long begin = THREAD.getCurrentThreadCpuTime();
            call.apply(WARM_UP + i);
            times[i] = (THREAD.getCurrentThreadCpuTime() - begin) / 1e6;
        }
        return Summary.median(times);
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    /** The service of a jar in a process of its own. */
    private record Service(Process process, String url, Map<String, String> validators) implements AutoCloseable {

        static Service start(Path jar, Path database) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-Xmx192m",
                            "-jar",
                            jar.toString(),
                            "serve",
                            "--port",
                            "0",
                            "--database",
                            database.toString())
                    .directory(jar.getParent().getParent().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return new Service(process, line.substring(line.indexOf("http")), new TreeMap<>());
        }

        double milliseconds(IntFunction<?> request) {
            for (int i = 0; i < WARM_UP; i++) request.apply(i);
            double before = processorSeconds();
            for (int i = 0; i < COUNTED; i++) request.apply(WARM_UP + i);
            return 1000 * (processorSeconds() - before) / COUNTED;
        }

        double processorSeconds() {
            return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
        }

        /** KiB. */
        double resident() throws IOException {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }

        HttpResponse<String> get(String path) {
            return sent(request(path).header("Accept", "text/html").GET());
        }

        /** As a browser that keeps pages: with the validator that came with the last answer, if one did. */
        HttpResponse<String> again(String path) {
            HttpRequest.Builder request = request(path);
            String known = validators.get(path);
            if (known != null) request.header("If-None-Match", known);
            HttpResponse<String> answer = sent(request.GET());
            answer.headers().firstValue("ETag").ifPresent(validator -> validators.put(path, validator));
            return answer;
        }

        /** Where what was made is; empty where nothing is said of it. */
        String post(String path, String json) {
            String type = path.startsWith("/api") ? "application/json" : "application/x-www-form-urlencoded";
            return sent(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(json)))
                    .headers()
                    .firstValue("Location")
                    .map(address -> address.replaceFirst("^https?://[^/]+", ""))
                    .orElse("");
        }

        void csv(String path, String rows) {
            sent(request(path).header("Content-Type", "text/csv").POST(BodyPublishers.ofString(rows)));
        }

        /** One more finetuned row of a checkpoint that is known. */
        void rows(String study, int i) {
            try {
                List<String> lines = Files.readAllLines(ROWS);
                String[] cells = lines.get(lines.size() / 2).split(",", -1);
                List<String> columns = List.of(lines.get(0).split(","));
                cells[columns.indexOf("seed")] = Integer.toString(1000 + i);
                cells[columns.indexOf("accuracy")] = Double.toString((3600 + i % 40) / 14042.0);
                csv(study + "/observations", lines.get(0) + "\n" + String.join(",", cells) + "\n");
            } catch (IOException unreadable) {
                throw new IllegalStateException(unreadable);
            }
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(url + path));
        }

        private static HttpResponse<String> sent(HttpRequest.Builder request) {
            try {
                HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
                if (answer.statusCode() >= 400) throw new IllegalStateException(answer + " " + answer.body());
                return answer;
            } catch (IOException | InterruptedException broken) {
                throw new IllegalStateException(broken);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
