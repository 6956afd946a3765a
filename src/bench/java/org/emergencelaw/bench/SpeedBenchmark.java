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
import java.util.LinkedHashMap;
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
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Task;
import org.emergencelaw.rival.OtherAssumptions;
import org.emergencelaw.statistics.Summary;

/**
 * The services of two versions side by side, in turns, each started as its README says: how soon the start page comes, what stays
 * resident, and what a study page, a forecast and a fit cost. And what the arithmetic behind them costs in this process, of one
 * thread, warm.
 *
 * <pre>java -cp target/emergence-law.jar src/bench/java/org/emergencelaw/bench/SpeedBenchmark.java OLD NEW [ROUNDS [RECORD.json]] [diagnostics]</pre>
 *
 * <p>A version is a launcher, or a jar in {@code target} of its own tree, whose settings and examples it takes, by the start line of the
 * README of 0.1.0. Processor time is that of the whole process of the service, compiler and collector included, a request; where a
 * machine is busy, it bends least. Before requests are counted there are as many as take {@value #WARM_UP} s of processor time, so that
 * neither version is still being compiled. No plan is asked for twice, nor two of one ratio of tokens to params. Only the start is by
 * the clock. With {@code diagnostics} it asks for those of {@code data/lab} too, of which 0.1.0 takes minutes. To be started in the
 * repository root.
 */
public final class SpeedBenchmark {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final Path ROWS = Path.of("data/synthetic/observations.csv");

    /** Requests that count: of what is cheap, and of what is not. */
    private static final int MANY = 200, SOME = 50, FEW = 20;

    /** Seconds of processor time of the requests before those that count, for the compiler. */
    private static final int WARM_UP = 20;

    /** Their multiples, less what is whole, fill 0 to 1 evenly. */
    private static final double GOLDEN = 0.618_033_988_749_894_9, ROOT = Math.sqrt(2);

    private SpeedBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) throw new IllegalArgumentException("give the jar of 0.1.0, and the present launcher");
        List<String> asked = new ArrayList<>(List.of(arguments));
        boolean diagnostics = asked.remove("diagnostics");
        int rounds = asked.size() > 2 ? Integer.parseInt(asked.get(2)) : 3;
        List<Map<String, Double>> old = new ArrayList<>(), now = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            old.add(measured(Path.of(asked.get(0)).toAbsolutePath(), diagnostics && round == 0));
            now.add(measured(Path.of(asked.get(1)).toAbsolutePath(), diagnostics && round == 0));
        }
        Map<String, Object> record = new LinkedHashMap<>();
        record.put(
                "command",
                "java -cp target/emergence-law.jar src/bench/java/org/emergencelaw/bench/SpeedBenchmark.java 0.1.0.jar"
                        + " target/emergence-law/bin/emergence-law " + rounds);
        record.put("rounds", rounds);
        print("%-52s %10s %10s %8s", "medians of " + rounds + " rounds", "earlier", "present", "ratio");
        Map<String, Double> earlier = medians(old), present = medians(now);
        present.forEach((what, value) -> {
            double before = earlier.get(what), ratio = before / value;
            print("%-52s %10.1f %10.1f %8.1f", what, before, value, ratio);
            record.put(what, Map.of("earlier", rounded(before), "present", rounded(value), "ratio", rounded(ratio)));
        });
        record.put("arithmetic", arithmetic(present));
        if (asked.size() > 3)
            Files.writeString(
                    Path.of(asked.get(3)),
                    Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(record) + "\n");
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
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

    /** One life of the service of a version. */
    private static Map<String, Double> measured(Path version, boolean diagnostics) throws Exception {
        Map<String, Double> found = new TreeMap<>();
        Path directory = Files.createTempDirectory("speed");
        long begin = System.nanoTime();
        try (Service service = Service.start(version, directory.resolve("speed.db"))) {
            service.get("/");
            found.put("start_page_seconds", (System.nanoTime() - begin) / 1e9);
            String study = "/api/v1/studies/" + journeys(service);
            found.put("resident_after_journeys_mb", service.resident() / 1024.0);
            String fit = service.post(study + "/fits", "{}");
            String page = study.replace("/api/v1", "");
            found.put("study_page_unchanged_ms", service.milliseconds(MANY, i -> service.get(page)));
            found.put("study_page_known_ms", service.milliseconds(MANY, i -> service.again(page)));
            found.put("forecast_ms", service.milliseconds(MANY, i -> service.post(fit + "/forecasts", plan(i))));
            found.put("resident_after_forecasts_mb", service.resident() / 1024.0);
            found.put(
                    "fit_ms",
                    service.milliseconds(SOME, i -> service.post(study + "/fits", "{\"seed\": " + (i + 1) + "}")));
            found.put("first_view_ms", service.milliseconds(FEW, i -> {
                service.rows(study, i);
                return service.get(page);
            }));
            if (diagnostics) found.put("lab_diagnostics_seconds", lab(service));
        }
        System.err.println(version + " " + found);
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

    private static Map<String, Double> arithmetic(Map<String, Double> present) throws Exception {
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
        OtherAssumptions others = new OtherAssumptions(forecaster);
        double posterior =
                milliseconds(SOME, i -> Posterior.sample(design, options.law(), EmergenceFitter.prior(options), i));
        double fit = milliseconds(SOME, i -> EmergenceFitter.fit(rows, options.withSeed(i)));
        double forecast = milliseconds(MANY, i -> {
            PlannedRun plan = plannedRun(i);
            return others.beside(forecaster.forecast(plan), plan);
        });
        print("%narithmetic alone, ms: posterior %.1f, fit %.1f, forecast %.2f", posterior, fit, forecast);
        Map<String, Double> over = new LinkedHashMap<>();
        over.put("posterior_ms", rounded(posterior));
        over.put("fit_ms", rounded(fit));
        over.put("forecast_ms", rounded(forecast));
        over.put("service_fit_over_posterior", rounded(present.get("fit_ms") / posterior));
        over.put("service_forecast_over_forecast", rounded(present.get("forecast_ms") / forecast));
        over.put("first_view_over_fit", rounded(present.get("first_view_ms") / fit));
        over.forEach((what, value) -> print("%-52s %10.2f", what, value));
        return over;
    }

    /** Runs of 1 to 100 billion params and 10 to 1,000 tokens for each, no two of one ratio. */
    private static double params(int i) {
        return 1e9 * Math.pow(100, i * GOLDEN % 1);
    }

    private static double tokens(int i) {
        return params(i) * 10 * Math.pow(100, i * ROOT % 1);
    }

    private static String plan(int i) {
        return String.format(Locale.ROOT, "{\"params\": %.0f, \"tokens\": %.0f}", params(i), tokens(i));
    }

    private static PlannedRun plannedRun(int i) {
        return new PlannedRun(
                OptionalDouble.of(params(i)),
                OptionalDouble.of(tokens(i)),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                PlannedRun.DEFAULT_EVAL_ITEMS,
                PathChoice.OWN_RATIO,
                OptionalDouble.empty());
    }

    private static double milliseconds(int count, IntFunction<?> call) {
        int warm = 0;
        for (long from = THREAD.getCurrentThreadCpuTime();
                THREAD.getCurrentThreadCpuTime() - from < WARM_UP * 1_000_000_000L;
                warm++) call.apply(warm);
        double[] times = new double[count];
        for (int i = 0; i < count; i++) {
            long begin = THREAD.getCurrentThreadCpuTime();
            call.apply(warm + i);
            times[i] = (THREAD.getCurrentThreadCpuTime() - begin) / 1e6;
        }
        return Summary.median(times);
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    /** The service of a version in a process of its own. */
    private record Service(Process process, String url, Map<String, String> validators) implements AutoCloseable {

        static Service start(Path version, Path database) throws IOException {
            boolean launcher = !version.toString().endsWith(".jar");
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            List<String> command = new ArrayList<>(
                    launcher
                            ? List.of(version.toString())
                            : List.of(java, "-XX:+UseSerialGC", "-Xmx192m", "-jar", version.toString()));
            command.addAll(List.of("serve", "--port", "0", "--database", database.toString()));
            Process process = new ProcessBuilder(command)
                    .directory(version.getParent().getParent().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return new Service(process, line.substring(line.indexOf("http")), new TreeMap<>());
        }

        double milliseconds(int count, IntFunction<?> request) {
            int warm = 0;
            for (double from = processorSeconds(); processorSeconds() - from < WARM_UP; warm++) request.apply(warm);
            double before = processorSeconds();
            for (int i = 0; i < count; i++) request.apply(warm + i);
            return 1000 * (processorSeconds() - before) / count;
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
