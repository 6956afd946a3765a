package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.emergencelaw.ingest.Samples;
import org.emergencelaw.ingest.table.Columns;
import org.emergencelaw.ingest.table.ModelTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every column goes into the database and comes out again: a new one without a migration, or that the form lacks, fails here. */
class EveryColumnApiTest {

    @TempDir
    static Path directory;

    static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.in(directory);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String table(Map<String, String> cells) {
        return String.join(",", cells.keySet()) + "\n" + String.join(",", cells.values()) + "\n";
    }

    @Test
    void observationsAreKeptWithEveryColumn() {
        Map<String, String> cells = Samples.everyCell("t", "f");
        String study = service.newStudy();
        assertThat(service.postCsv(study + "/observations", table(cells)).status())
                .isEqualTo(201);

        assertThat(service.get(study + "/observations.csv").body()).isEqualTo(table(cells));
        JsonNode row = service.get(study + "/observations.json").json().get(0);
        assertThat(row).hasSameSizeAs(cells.keySet());
        cells.forEach((column, cell) -> assertThat(row.get(column).asText()).isEqualTo(cell));
    }

    @Test
    void theFormShowsEveryColumnOfSavedRows() {
        String study = service.newStudy();
        service.postCsv(study + "/observations", table(Samples.everyCell("t", "f")));

        String page =
                service.get(study.replace("/api/v1", "") + "/submit?edit=saved").body();
        for (String column : Columns.CONTRACT)
            // the study says what its task and family are
            if (!column.equals("task") && !column.equals("family"))
                assertThat(page).contains("name=\"column\" value=\"" + column + "\"");
        for (String column : Columns.TYPED)
            assertThat(service.get(study.replace("/api/v1", "") + "/submit").body())
                    .contains("name=\"column\" value=\"" + column + "\"");
    }

    @Test
    void modelsAreKeptWithEveryColumn() {
        Map<String, String> cells = Samples.everyCell("t", "f");
        cells.keySet().retainAll(ModelTable.COLUMNS);
        cells.putAll(Map.of(
                "revision", "step1", "base", "the base", "finetune_examples", "640", "vocabulary_size", "50257"));
        assertThat(service.postCsv("/api/v1/models", table(cells)).status()).isLessThan(300);

        String[] kept = service.get("/api/v1/models.csv").body().split("\n");
        assertThat(kept).hasSize(2);
        Map<String, String> other = Map.of("loss", cells.get("pretrain_loss_nats"));
        String[] names = kept[0].split(",");
        String[] values = kept[1].split(",");
        for (int i = 0; i < names.length; i++)
            assertThat(values[i]).as(names[i]).isEqualTo(cells.getOrDefault(names[i], other.get(names[i])));
    }
}
