package org.emergencelaw.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.emergencelaw.format.Json;
import org.emergencelaw.store.Database;

/** The service on a free port with a database of its own, and a browser without JavaScript: forms, redirects by hand. */
public final class Site implements AutoCloseable {

    static final int MAX_BODY_MIB = 2;

    private final RunningService service;
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private Site(RunningService service) {
        this.service = service;
    }

    public static Site open(Path directory) {
        // a clock that moves: the newest fit is the one that is shown
        return new Site(RunningService.in(directory, MAX_BODY_MIB, Clock.systemUTC()));
    }

    public String address() {
        return service.url();
    }

    public HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) request.headers(headers);
        return send(request.GET());
    }

    public HttpResponse<String> head(String path) throws Exception {
        return send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    }

    byte[] bytes(String path) throws Exception {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    public JsonNode json(String path) throws Exception {
        return Json.mapper().readTree(get(path).body());
    }

    /** The record inside a page. */
    JsonNode dataOf(String page) throws IOException {
        String start = "<script type=\"application/json\" id=\"view\">";
        int from = page.indexOf(start) + start.length();
        return Json.mapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    }

    public HttpResponse<String> post(String path, Map<String, String> fields, String... headers) throws Exception {
        String body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = request(path).header("Content-Type", "application/x-www-form-urlencoded");
        if (headers.length > 0) request.headers(headers);
        return send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** One part of a multipart form; without a file name it is a field. */
    record Part(String name, String fileName, byte[] content) {
        static Part of(String name, String value) {
            return new Part(name, "", value.getBytes(StandardCharsets.UTF_8));
        }
    }

    HttpResponse<String> submit(String path, List<Part> parts) throws Exception {
        String boundary = "----boundary7MA4YWxkTrZu0gW";
        List<byte[]> body = new ArrayList<>();
        for (Part part : parts) {
            String file = part.fileName().isEmpty()
                    ? ""
                    : "; filename=\"" + part.fileName() + "\"\r\nContent-Type: application/octet-stream";
            body.add(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + part.name() + "\"" + file
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.add(part.content());
            body.add("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.add(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(body)));
    }

    /** A new study of the synthetic task, without rows. */
    String study(String name) throws Exception {
        HttpResponse<String> made =
                post("/studies", Map.of("name", name, "task", "synthetic_four_choice", "family", "synthetic"));
        return location(made).replaceAll("^/studies/|/submit$", "");
    }

    /** The page of an example that is opened, once its rows are there. */
    String example(String id) throws Exception {
        return example(id, Map.of());
    }

    String example(String id, Map<String, String> fields) throws Exception {
        String page = location(post("/examples/" + id, fields));
        service.settled(page.replaceFirst("/studies/([^?]*).*", "$1"));
        return page;
    }

    Database database() {
        return service.database();
    }

    static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElseThrow().replaceFirst("^https?://[^/]+", "");
    }

    /** A job that a form began, once it has ended. */
    JsonNode ended(HttpResponse<String> begun) {
        return service.ended("/api/v1" + location(begun));
    }

    int rows(String study) throws Exception {
        return json("/api/v1/studies/" + study + "/observations.json").size();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        service.close();
    }
}
