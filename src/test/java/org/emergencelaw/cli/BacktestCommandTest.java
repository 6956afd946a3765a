package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on one study, on several in one file, and on what it cannot replay. */
class BacktestCommandTest {

    private static final String SMALL = "data/lab-exploration-djl-picl015/observations.csv";

    @TempDir
    Path directory;

    /** Of the small table one seed and every other amount of finetuning: as many cuts, each of which costs less. */
    private static List<String> fewer() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(SMALL));
        List<String> fewer = new ArrayList<>(lines.subList(0, 1));
        for (String line : lines) if (line.matches(".*,(few_shot,8|finetuned,(16|64|256),0),.*")) fewer.add(line);
        return fewer;
    }

    @Test
    void oneStudyIsTheBacktestItself() throws IOException {
        Path file = Files.write(directory.resolve("one.csv"), fewer());
        Ran ran = Ran.of("backtest", file.toString(), "--json");

        assertThat(ran.status()).as(ran.err()).isZero();
        JsonNode backtest = Json.mapper().readTree(ran.out());
        assertThat(backtest.get("task").asText()).isEqualTo("attribute_label");
        assertThat(backtest.get("outcomes")).hasSize(2);
        assertThat(backtest.get("outcomes").get(0).get("standings")).hasSizeGreaterThan(8);
        assertThat(ran.out()).doesNotContain("NaN").doesNotContain("Infinity");
        assertThat(ran.err()).contains(" parts in ");
    }

    /** Two tasks, several shot counts, a third task without finetuned rows, and a fourth with two few-shot checkpoints. */
    @Test
    void everyTaskOfAFileIsAStudyAndOneWithoutHistoryIsLeftOutWithAWarning() throws IOException {
        List<String> lines = fewer();
        StringBuilder rows = new StringBuilder(lines.get(0)).append('\n');
        int fewShot = 0;
        for (String line : lines.subList(1, lines.size())) {
            rows.append(line).append('\n');
            rows.append(line.replaceFirst("attribute_label", "other_task")).append('\n');
            if (line.contains(",few_shot,8,")) {
                rows.append(line.replace(",few_shot,8,", ",few_shot,4,")).append('\n');
                rows.append(line.replaceFirst("attribute_label", "no_finetuning"))
                        .append('\n');
                if (fewShot++ < 2)
                    rows.append(line.replaceFirst("attribute_label", "too_short"))
                            .append('\n');
            }
        }
        Path file = Files.writeString(directory.resolve("several.csv"), rows);

        Ran ran = Ran.of("backtest", file.toString(), "--trivial-accuracy", "0.25", "--shots", "8");

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("attribute_label on lab-exploration-djl-picl015")
                .contains("other_task on")
                .contains("no_finetuning on")
                .contains("All 3 studies, elbow")
                .contains("less the combined forecast, nats")
                .contains("Held-out sizes, Crossing of 0.400")
                .contains("Ablation of the law");
        assertThat(ran.err()).contains("too_short on lab-exploration-djl-picl015, is left out");
    }

    @Test
    void aStudyOfFewShotRowsAloneIsReplayed() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(SMALL));
        StringBuilder rows = new StringBuilder(lines.get(0)).append('\n');
        for (String line : lines)
            if (line.contains(",few_shot,8,")) rows.append(line).append('\n');
        Path file = Files.writeString(directory.resolve("few.csv"), rows);

        Ran ran = Ran.of("backtest", file.toString(), "--json");

        assertThat(ran.status()).as(ran.err()).isZero();
        JsonNode backtest = Json.mapper().readTree(ran.out());
        assertThat(backtest.get("ablations")).isEmpty();
        JsonNode first = backtest.get("trials").get(0);
        assertThat(first.get("checkpoints").asInt()).isEqualTo(3);
        assertThat(first.get("uses")).hasSize(2);
        JsonNode combined = first.get("said").get(0);
        assertThat(combined.get("rival").asText()).isEqualTo("combined_forecast");
        assertThat(combined.get("scores").get(0).get("quantiles_nats")).hasSize(41);
        assertThat(combined.get("scores").get(0).get("in_doublings").get("quantiles"))
                .hasSize(41);
        Ran table = Ran.of("backtest", file.toString());
        assertThat(table.out())
                .contains("the emergence law abstained")
                .contains("P within 2, 4, 8 times")
                .doesNotContain("Ablation of the law");
        Ran csv = Ran.of("backtest", file.toString(), "--csv");
        assertThat(csv.out()).startsWith("task,family,landmark").contains("p_within_eightfold");
    }

    @Test
    void nothingToReplayIsBadInput() {
        Ran ran = Ran.of("backtest", SMALL, "--trivial-accuracy", "0.25", "--shots", "3");

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("few-shot rows with 3 shots").contains("no study");
    }
}
