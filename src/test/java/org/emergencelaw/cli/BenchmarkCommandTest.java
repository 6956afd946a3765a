package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.emergencelaw.format.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of two invented studies: one of few-shot rows that rise, one with finetuned rows that stays at guessing. */
class BenchmarkCommandTest {

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        StringBuilder rows = new StringBuilder(
                "task,family,model,train_flops,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval\n");
        for (int i = 0; i < 10; i++) {
            row(rows, "rises", i, "few_shot", 5, 0.25 + 0.05 * Math.max(0, i - 4));
            // another number of shots is no row of the study
            row(rows, "rises", i, "few_shot", 1, 0.9);
            row(rows, "stays", i, "few_shot", 5, 0.25 + 0.002 * (i % 3));
            for (int examples : new int[] {100, 1_000})
                row(rows, "stays", i, "finetuned", examples, 0.25 + 0.002 * (i % 2));
        }
        Files.writeString(folder.resolve("rows.csv"), rows);
        Files.writeString(
                folder.resolve("manifest.json"),
                "[" + study("rises", false, "") + ", " + study("stays", true, "null control") + "]");
    }

    private static void row(StringBuilder rows, String task, int i, String regime, int examples, double accuracy) {
        rows.append(String.format(
                Locale.ROOT,
                "%s,f,m%d,%.6e,%.4f,%s,%d,0,%.4f,1000%n",
                task,
                i,
                1e18 * Math.pow(2, i),
                3.5 - 0.12 * i,
                regime,
                examples,
                accuracy));
    }

    private static String study(String task, boolean finetuned, String note) {
        return ("{\"id\": \"here/%1$s\", \"source\": \"%1$s\", \"file\": \"rows.csv\", \"task\": \"%1$s\", \"family\": \"f\","
                        + " \"trivial\": 0.25, \"shots\": 5, \"loss_kind\": \"measured\", \"event\": true, \"finetuned\": %2$s,"
                        + " \"note\": \"%3$s\"}")
                .formatted(task, finetuned, note);
    }

    @Test
    void theRecordAndTheTablesAreWritten() throws Exception {
        Path record = folder.resolve("record.csv"), tables = folder.resolve("tables.txt");
        Ran ran = Ran.of("benchmark", folder.toString(), "--record", record.toString(), "--tables", tables.toString());

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains(
                        "few-shot rows only", "with finetuned rows", "null controls", "by source", "mean over sources");
        assertThat(Files.readString(tables).strip()).isEqualTo(ran.out().strip());
        // nothing that was finetuned rises, so the law is no evidence and both rest on few-shot rows
        assertThat(Files.readString(record))
                .startsWith("kind,horizon,held,of,studies\nfew_shot,")
                .doesNotContain("finetuned,");
        assertThat(Files.readString(record)
                        .lines()
                        .skip(1)
                        .mapToInt(line -> Integer.parseInt(line.split(",")[3]))
                        .sum())
                .isEqualTo(14);
    }

    @Test
    void theReportIsOnePageWithTheTablesAndSkillBySource() throws Exception {
        Path report = folder.resolve("report.html");
        Ran ran = Ran.of("benchmark", folder.toString(), "--report", report.toString());

        assertThat(ran.status()).as(ran.err()).isZero();
        String page = Files.readString(report);
        assertThat(page)
                .contains("<h2>few-shot rows only</h2>", "<h2>Skill by source</h2>", "<svg ", "mean over sources: ")
                // two studies are too few for an interval
                .contains("too few studies")
                .doesNotContain("http://", "https://", "NaN", "<script");
        // every cell of the printed tables stands on the page
        ran.out()
                .lines()
                .filter(line -> line.contains("   "))
                .flatMap(line -> Stream.of(line.strip().split(" {3,}")))
                .forEach(cell -> assertThat(page).contains(">" + cell.strip() + "<"));
        double overAverage = Double.parseDouble(cell(ran.out(), "  rises    ", 8));
        String skill = page.substring(page.indexOf("<th scope=\"row\">rises</th><td>"))
                .split("<td>")[1]
                .split("<")[0]
                .replace('\u2212', '-');
        assertThat(Double.parseDouble(skill)).isCloseTo(1 - overAverage, within(0.006));
    }

    /** A cell of the line that begins so. */
    private static String cell(String text, String start, int cell) {
        String line =
                text.lines().filter(each -> each.startsWith(start)).findFirst().orElseThrow();
        return line.strip().split(" {2,}")[cell];
    }

    @Test
    void theSameNumbersAsJsonOnAnyNumberOfThreads() throws Exception {
        Ran ran = Ran.of("benchmark", folder.toString(), "--cuts", "near", "--sources", "rises", "--json");
        Ran again = Ran.of("benchmark", folder.toString(), "--cuts", "near", "--sources", "rises", "--json");

        JsonNode run = Json.mapper().readTree(ran.out());
        assertThat(again.out()).isEqualTo(ran.out());
        assertThat(run.get("targets")).hasSize(2);
        assertThat(run.at("/targets/0/model").asText()).isEqualTo("m8");
        assertThat(run.at("/targets/0/observed").asDouble()).isEqualTo(0.45);
        assertThat(run.at("/targets/0/said/forecast/p_reaches_level").asDouble())
                .isBetween(0.5, 1.0);
        assertThat(run.at("/tables/0/methods/0/answered").asInt()).isEqualTo(2);
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        assertThat(Ran.of("benchmark", folder.toString(), "--every", "0").err())
                .contains("--every must be at least 1, was 0");
        assertThat(Ran.of("benchmark", folder.toString(), "--sources", "nowhere")
                        .err())
                .contains("no study of the folder can be cut as asked");
        assertThat(Ran.of("benchmark", folder.resolve("nothing").toString()).status())
                .isNotZero();
    }
}
