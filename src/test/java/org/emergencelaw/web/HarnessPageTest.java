package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.web.Site.Part;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Harness files and tables with columns of their own in the submit form, as a browser without JavaScript sends it. */
class HarnessPageTest {

    private static final Path FILES = Path.of("src/test/resources/lm-eval");

    @TempDir
    private static Path directory;

    private static Site site;

    @BeforeAll
    static void open() throws Exception {
        site = Site.open(directory);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static String study(String name) throws Exception {
        HttpResponse<String> made = site.post("/studies", Map.of("name", name, "task", "arc_easy", "family", "ours"));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        return made.headers().firstValue("Location").orElseThrow().replaceAll("/studies/|/submit", "");
    }

    private static HttpResponse<String> send(String study, String source, String action, Part... more)
            throws Exception {
        List<Part> parts = new ArrayList<>(List.of(Part.of("source", source), Part.of("action", action)));
        parts.addAll(List.of(more));
        return site.submit("/studies/" + study + "/submit", parts);
    }

    private static Part file(String name) throws Exception {
        return new Part("file", name, Files.readAllBytes(FILES.resolve(name)));
    }

    /** What stands in a text area of the page. */
    private static String area(String page, String id) {
        Matcher area = Pattern.compile("(?s)<textarea id=\"" + id + "\"[^>]*>\n(.*?)</textarea>")
                .matcher(page);
        assertThat(area.find()).as(id).isTrue();
        return area.group(1).replace("&#34;", "\"").replace("&lt;", "<").replace("&amp;", "&");
    }

    @Test
    void aPreviewShowsTheMappingAndWhatItShowsIsSaved() throws Exception {
        String study = study("Mapped");

        String preview = send(
                        study,
                        "file",
                        "preview",
                        file("old-160m-step1000.json"),
                        file("small-limited.json"),
                        file("models.csv"),
                        Part.of("metric", "acc"))
                .body();

        assertThat(preview)
                .contains(
                        "2 rows ready to save",
                        "ours/old-160m@step1000",
                        "What was measured",
                        "task 0, harness before 0.4")
                .contains("results left out", "Only some items were evaluated");
        assertThat(site.rows(study)).isZero();
        String rows = area(preview, "text");
        String models = area(preview, "models");
        assertThat(models).contains("ours,ours/small,,,,300000000000,,2.9,,1600,3,fit");

        HttpResponse<String> saved = send(study, "paste", "save", Part.of("text", rows), Part.of("models", models));

        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
        assertThat(site.get("/api/v1/studies/" + study + "/observations.csv").body())
                .isEqualTo(rows);
        assertThat(site.get("/api/v1/models.csv").body()).contains("ours,ours/small");
    }

    @Test
    void modelsThatAreMissingAreAskedFor() throws Exception {
        String study = study("Missing");
        Part theirs = new Part(
                "file",
                "results_theirs.json",
                Files.readString(FILES.resolve("small-limited.json"))
                        .replace("ours/small", "theirs/small")
                        .getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> asked = send(study, "file", "save", theirs);

        assertThat(asked.statusCode()).isEqualTo(422);
        assertThat(asked.body()).contains("Complete these lines", "theirs/small,,,,", "results_theirs.json");
        assertThat(site.rows(study)).isZero();
        assertThat(area(asked.body(), "models")).endsWith("\n,theirs/small,,,,,,,,,,fit,\n");
        HttpResponse<String> faulty =
                send(study, "file", "save", theirs, Part.of("models", "model,loss\ntheirs/small,x\n"));
        assertThat(area(faulty.body(), "models").strip())
                .as("what was typed stays")
                .isEqualTo("model,loss\ntheirs/small,x");
        HttpResponse<String> given = send(
                study,
                "file",
                "save",
                theirs,
                Part.of("models", "model,revision,params,tokens,loss\ntheirs/small,,,2B,3.5\n"),
                Part.of("metric", "acc"));
        assertThat(given.statusCode()).as(given.body()).isEqualTo(303);
        assertThat(site.rows(study)).isEqualTo(1);
    }

    @Test
    void aWideTableIsMappedInTwoSteps() throws Exception {
        String study = study("Wide");
        byte[] wide =
                "name,loss,acc_arc_easy,acc_sciq\na,2.5,0.3,0.5\nb,2.4,0.31,0.6\n".getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> unclear = send(study, "file", "preview", new Part("file", "wide.csv", wide));

        assertThat(unclear.statusCode()).isEqualTo(422);
        assertThat(SubmitPageTest.picked(unclear.body()))
                .containsEntry("name", "model:={name}")
                .containsEntry("loss", "pretrain_loss_nats:={loss}")
                .containsEntry("acc_arc_easy", "accuracy[arc_easy]:={acc_arc_easy}");
        String rest = area(unclear.body(), "mapping");
        assertThat(rest.lines()).containsExactly("regime:=few_shot", "examples:=5");
        HttpResponse<String> mapped = send(
                study,
                "paste",
                "preview",
                SubmitPageTest.with(
                        SubmitPageTest.picks(SubmitPageTest.picked(unclear.body())),
                        Part.of("text", area(unclear.body(), "text")),
                        Part.of("mapping", rest)));
        assertThat(mapped.statusCode()).as(mapped.body()).isEqualTo(200);
        assertThat(mapped.body()).contains("2 rows ready to save", "left out: sciq");
        HttpResponse<String> saved = send(
                study,
                "paste",
                "save",
                SubmitPageTest.with(
                        SubmitPageTest.picks(SubmitPageTest.picked(mapped.body())),
                        Part.of("text", area(mapped.body(), "text")),
                        Part.of("mapping", area(mapped.body(), "mapping"))));
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
        HttpResponse<String> wrong =
                send(study, "paste", "preview", Part.of("text", "a,b\n1,2\n"), Part.of("mapping", "nonsense"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("a column must be assigned as in model=name");
    }
}
