package org.emergencelaw.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.table.ColumnMapping;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LedgerQuery;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.ImportReport;
import org.emergencelaw.workspace.LockRequest;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.PlanRequest;
import org.emergencelaw.workspace.Problem;

/**
 * Studies and ledger of a running service, by its API.
 *
 * @param base its address, such as {@code http://127.0.0.1:8080}
 * @param token for a service that lets in only who has one
 */
record ServiceClient(HttpClient client, String base, Optional<String> token) implements LedgerLocation.Ledger {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    /** Samples may be gigabytes. */
    private static final Duration UPLOAD = Duration.ofHours(1);

    /** A page of models, as the API lists them. */
    private record Models(List<KnownModel> items, Optional<String> nextCursor) {}

    static ServiceClient at(String url, Optional<String> token) {
        if (!url.matches("https?://[^/]+(/.*)?"))
            throw new IllegalArgumentException("--url must be like http://127.0.0.1:8080, was " + url);
        return new ServiceClient(
                HttpClient.newBuilder().connectTimeout(CONNECT).build(), url.replaceAll("/+$", ""), token);
    }

    @Override
    public boolean has(String id) throws IOException {
        HttpResponse<String> answer = send(request("/studies/" + id), ANSWER);
        if (answer.statusCode() == 404) return false;
        good(answer);
        return true;
    }

    @Override
    public List<KnownModel> models() throws IOException {
        return get("/models", Models.class).items();
    }

    @Override
    public void create(NewStudy study) throws IOException {
        post("/studies", study);
    }

    @Override
    public ImportReport submit(String id, ObservationImport.Mode mode, ImportFiles files) throws IOException {
        return submit(id, mode, files, false);
    }

    @Override
    public ImportReport adopt(String id, ObservationImport.Mode mode, ImportFiles files) throws IOException {
        return submit(id, mode, files, true);
    }

    private ImportReport submit(String id, ObservationImport.Mode mode, ImportFiles files, boolean adopt)
            throws IOException {
        String query = "?adopt=" + adopt + "&dry_run=" + !mode.saves() + "&replace=" + mode.replaces() + "&update="
                + mode.updates()
                + parameter("metric", files.choice().metric())
                + parameter("filter", files.choice().filter())
                + parameter("model_name", files.choice().modelName())
                + files.columns().map(ServiceClient::assigned).orElse("");
        String boundary = UUID.randomUUID().toString();
        String type = "multipart/form-data; boundary=" + boundary;
        String answer = post("/studies/" + id + "/observations" + query, type, parts(files, boundary), UPLOAD);
        return Json.mapper().readValue(answer, ImportReport.class);
    }

    @Override
    public String rows(String id) throws IOException {
        return get("/studies/" + id + "/observations.csv");
    }

    @Override
    public String fit(String studyId, FitRequest request) throws IOException {
        return id(post("/studies/" + studyId + "/fits", request));
    }

    @Override
    public String forecast(String fitId, PlanRequest plan) throws IOException {
        return id(post("/fits/" + fitId + "/forecasts", plan));
    }

    @Override
    public ForecastLedger.Entry lock(String forecastId, LockRequest terms) throws IOException {
        return entryOf(post("/forecasts/" + forecastId + "/lock", terms));
    }

    @Override
    public ForecastLedger.Entry state(LedgerEntry.Kind kind, String forecastId, LedgerEntry.Body body)
            throws IOException {
        return entryOf(post("/forecasts/" + forecastId + "/" + kind.key(), body));
    }

    @Override
    public ForecastLedger.Entry outcome(String forecastId, ObservationFile results) throws IOException {
        return entryOf(post(
                "/forecasts/" + forecastId + "/outcome",
                results.type(),
                BodyPublishers.ofByteArray(results.content()),
                ANSWER));
    }

    @Override
    public ForecastLedger.Entry entry(String forecastId) throws IOException {
        return entryOf(get("/ledger/" + forecastId));
    }

    @Override
    public ForecastLedger.Page list(LedgerQuery query) throws IOException {
        String order = "&sort=" + FitInput.Words.of(query.sort()) + "&order=" + (query.descending() ? "desc" : "asc");
        return get(
                "/ledger?unlisted=" + query.unlisted() + "&limit=" + query.limit() + "&cursor=" + query.offset() + order
                        + parameter("state", query.state().map(FitInput.Words::of))
                        + parameter("task", query.task()),
                ForecastLedger.Page.class);
    }

    @Override
    public void export(Writer out) throws IOException {
        out.write(get("/ledger.jsonl"));
    }

    @Override
    public String table() throws IOException {
        return get("/ledger.csv?unlisted=true");
    }

    @Override
    public void close() {
        // nothing is held open
    }

    private static ForecastLedger.Entry entryOf(String answer) throws IOException {
        return Json.mapper().readValue(answer, ForecastLedger.Entry.class);
    }

    private static String id(String answer) throws IOException {
        return Json.mapper().readTree(answer).required("id").asText();
    }

    private static String parameter(String name, Optional<String> value) {
        return value.map(text -> "&" + name + "=" + encoded(text)).orElse("");
    }

    private static String assigned(ColumnMapping columns) {
        return columns.texts().stream().map(text -> "&column=" + encoded(text)).collect(Collectors.joining());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The files one after another, read while they are sent. */
    private static BodyPublisher parts(ImportFiles files, String boundary) {
        List<BodyPublisher> parts = new ArrayList<>();
        for (ImportFile file : files.files()) {
            String name = file.name().replaceAll("[\"\\r\\n\\\\]", "_");
            parts.add(BodyPublishers.ofString("--" + boundary
                    + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                    + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
            parts.add(BodyPublishers.ofInputStream(() -> {
                try {
                    return file.content().open();
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            }));
            parts.add(BodyPublishers.ofString("\r\n"));
        }
        parts.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
        return BodyPublishers.concat(parts.toArray(new BodyPublisher[0]));
    }

    /** @param path below {@code /api/v1} */
    private String get(String path) throws IOException {
        return good(send(request(path), ANSWER));
    }

    private <T> T get(String path, Class<T> type) throws IOException {
        return Json.mapper().readValue(get(path), type);
    }

    private String post(String path, Object body) throws IOException {
        byte[] json = Json.mapper().writeValueAsBytes(body);
        return post(path, "application/json", BodyPublishers.ofByteArray(json), ANSWER);
    }

    /** @param patience how long to wait for the answer */
    private String post(String path, String type, BodyPublisher body, Duration patience) throws IOException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", type)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(body);
        return good(send(request, patience));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/api/v1" + path));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request, Duration patience) throws IOException {
        try {
            return client.send(request.timeout(patience).build(), HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException nobody) {
            throw new IOException("no service answers at " + base + ": start it with emergence-law serve", nobody);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + base, stopped);
        }
    }

    /** The body of a good answer; what a bad one says becomes an exception. */
    private String good(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() < 300) return answer.body();
        Problem problem = problem(answer);
        if (answer.statusCode() < 500) throw new InvalidInputException(base, problem);
        throw new IOException(base + " answered " + answer.statusCode() + ": " + problem.detail());
    }

    private static Problem problem(HttpResponse<String> answer) {
        try {
            return Json.mapper().readValue(answer.body(), Problem.class);
        } catch (JsonProcessingException other) {
            return Problem.of(
                    ProblemCode.UNREADABLE_REQUEST,
                    answer.statusCode(),
                    "Not possible",
                    "status " + answer.statusCode());
        }
    }
}
