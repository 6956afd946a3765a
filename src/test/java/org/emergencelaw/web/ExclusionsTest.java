package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint that is not to be believed stays in its study with the reason, and no answer rests on it. */
class ExclusionsTest {

    private static final String STUDY = "/api/v1/studies/base";

    @TempDir
    Path directory;

    @Test
    void aCheckpointIsExcludedWithItsReasonAndTakenBack() throws Exception {
        String rows = Files.readString(Path.of("src/test/resources/imports/n09_diverged.csv"));
        try (RunningService service = RunningService.in(directory)) {
            json(
                    service,
                    "/api/v1/studies",
                    "{\"id\":\"base\",\"name\":\"base\",\"task\":\"arc_easy\",\"family\":\"tern\",\"trivial_accuracy\":0.25,\"shots\":5}");
            assertThat(service.postCsv(STUDY + "/observations", rows).status()).isEqualTo(201);
            String before = service.get(STUDY + "/observations.csv").body();
            String whole = fit(service);

            var excluded = json(
                    service, STUDY + "/exclusions", "{\"model\":\"tern-1400m\",\"reason\":\"diverged at step 3000\"}");
            assertThat(excluded.status()).isEqualTo(201);
            assertThat(excluded.json().get("rows").asInt()).isEqualTo(9);
            assertThat(service.get(STUDY + "/observations.csv").body()).contains("excluded", "diverged at step 3000");
            assertThat(service.get(STUDY + "/exclusions").json().get("items")).hasSize(9);
            assertThat(service.get("/studies/base/exclusions").body()).contains("diverged at step 3000", "Take back");
            assertThat(service.get("/studies/base").body()).contains("9 excluded");
            assertThat(fit(service)).isNotEqualTo(whole).contains("\"n_observations\":45");

            assertThat(service.delete(STUDY + "/exclusions?model=tern-1400m").status())
                    .isEqualTo(200);
            assertThat(service.get(STUDY + "/observations.csv").body()).isEqualTo(before);

            assertThat(json(service, STUDY + "/exclusions", "{\"model\":\"tern-1400m\"}")
                            .status())
                    .as("without a reason")
                    .isEqualTo(422);
            assertThat(json(service, STUDY + "/exclusions", "{\"model\":\"nobody\",\"reason\":\"x\"}")
                            .status())
                    .isEqualTo(404);
        }
    }

    private static RunningService.Answer json(RunningService service, String path, String body) {
        return service.post(path, "application/json", body);
    }

    private static String fit(RunningService service) {
        return json(service, STUDY + "/fits", "{\"method\":\"mle\"}").body();
    }
}
