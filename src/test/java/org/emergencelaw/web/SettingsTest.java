package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study's settings may change while nothing is locked; an empty one takes the task and family of its first rows. */
class SettingsTest {

    private static final String STUDY = "/api/v1/studies/s";

    @TempDir
    Path directory;

    private RunningService service;

    @BeforeEach
    void open() {
        service = RunningService.in(directory);
        service.post(
                "/api/v1/studies",
                "application/json",
                "{\"id\":\"s\",\"name\":\"S\",\"task\":\"own\",\"family\":\"f\",\"trivial_accuracy\":0.5,\"shots\":0}");
    }

    @AfterEach
    void close() {
        service.close();
    }

    private RunningService.Answer change(String body) {
        return service.send(service.request(STUDY)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void whatIsNotNamedStays() {
        RunningService.Answer changed = change("{\"shots\":5,\"name\":\"New\"}");

        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.json().at("/task/shots").asInt()).isEqualTo(5);
        assertThat(changed.json().at("/task/trivial_accuracy").asDouble()).isEqualTo(0.5);
        assertThat(service.get(STUDY).json()).isEqualTo(changed.json());
        assertThat(change("{\"trivial_accuracy\":1.5}").status()).isEqualTo(422);
        assertThat(service.get(STUDY).json()).isEqualTo(changed.json());
    }

    @Test
    void anEmptyStudyAdoptsTaskAndFamilyOfItsRowsWhenAskedTo() throws Exception {
        String rows = Files.readString(Path.of("src/test/resources/imports/n00_base.csv"));

        RunningService.Answer refused = service.postCsv(STUDY + "/observations", rows);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("adopt=true");

        assertThat(service.postCsv(STUDY + "/observations?adopt=true&dry_run=true", rows)
                        .status())
                .isEqualTo(200);
        assertThat(service.get(STUDY).json().at("/task/name").asText()).isEqualTo("own");

        assertThat(service.postCsv(STUDY + "/observations?adopt=true", rows).status())
                .isEqualTo(201);
        assertThat(service.get(STUDY).json().at("/task/name").asText()).isEqualTo("arc_easy");
        assertThat(service.postCsv(STUDY + "/observations?adopt=true", rows).status())
                .isEqualTo(409);
        assertThat(change("{\"family\":\"other\"}").status()).isEqualTo(409);

        String fit = service.post(STUDY + "/fits", "application/json", "{\"method\":\"mle\"}")
                .json()
                .get("id")
                .asText();
        assertThat(change("{\"shots\":3}").status()).isEqualTo(200);
        assertThat(service.get("/api/v1/fits/" + fit).status())
                .as("a fit of what the study was")
                .isEqualTo(404);
    }

    @Test
    void thePageShowsTheSettingsAndSaysWhatIsWrong() {
        assertThat(service.get("/studies/s/settings").body()).contains("value=\"own\"", "value=\"0.5\"");
    }
}
