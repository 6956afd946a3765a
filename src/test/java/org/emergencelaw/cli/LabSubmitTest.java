package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emergencelaw.web.RunningService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lab submit} of a folder of measured rows, into a running service and into a database file. */
class LabSubmitTest {

    private static final String TINY = "configs/lab/tiny.yaml";
    private static final String HEADER =
            "task,family,model,params,tokens,train_flops,pretrain_loss_nats,loss_corpus,regime,"
                    + "examples,seed,accuracy,n_eval,split,metric,filter,note,brier,log_likelihood,pretrain_seed\n";
    private static final String PLAIN = row("tiny_plain", "few_shot,4,0,0.265625,64,fit");
    private static final String CONTROL = row("tiny_control", "few_shot,4,0,0.21875,64,fit");
    private static final String FINETUNED = row("tiny_plain", "finetuned,8,1,0.3125,32,fit");

    @TempDir
    private Path folder;

    private static String row(String task, String measured) {
        return task + ",lab-tiny,S-0,5282,5120,162263040,4.329273,lab-tiny-text," + measured
                + ",accuracy,,,0.749877,-1.386043,0\n";
    }

    @BeforeEach
    void aFolderAsALabRunLeavesIt() throws IOException {
        Files.createDirectories(folder.resolve("S-0"));
        Files.writeString(folder.resolve("S-0/000020.few-shot.csv"), HEADER + PLAIN + CONTROL);
        Files.writeString(folder.resolve("S-0/000020.finetuned.csv"), HEADER + FINETUNED);
    }

    private Ran submit(String... options) {
        String[] all = new String[5 + options.length];
        System.arraycopy(new String[] {"lab", "submit", TINY, "--folder", folder.toString()}, 0, all, 0, 5);
        System.arraycopy(options, 0, all, 5, options.length);
        return Ran.of(all);
    }

    @Test
    void aRunningServiceGetsAStudyForEachTaskOnce() {
        try (RunningService service = RunningService.in(folder)) {
            Ran first = submit("--url", service.url());
            assertThat(first.status()).as(first.err()).isZero();
            assertThat(first.out())
                    .isEqualTo(
                            "saved 2 rows in study lab-tiny-tiny-plain\nsaved 1 row in study lab-tiny-tiny-control\n");
            JsonNode study = service.get("/api/v1/studies/lab-tiny-tiny-plain").json();
            assertThat(study.at("/task/trivial_accuracy").asDouble()).isEqualTo(0.25);
            assertThat(study.at("/task/shots").asInt()).isEqualTo(4);
            assertThat(study.get("family").asText()).isEqualTo("lab-tiny");
            assertThat(rows(service, "plain")).isEqualTo(HEADER + PLAIN + FINETUNED);

            Ran again = submit("--url", service.url(), "--shots", "8");

            assertThat(again.out()).isEqualTo(first.out());
            assertThat(again.err()).contains("lab-tiny-tiny-plain exists already; its shots stay as they are");
            assertThat(rows(service, "plain")).isEqualTo(HEADER + PLAIN + FINETUNED);
            assertThat(rows(service, "control")).isEqualTo(HEADER + CONTROL);
            assertThat(service.get("/api/v1/studies").json().get("items")).hasSize(2);
        }
    }

    private static String rows(RunningService service, String task) {
        return service.get("/api/v1/studies/lab-tiny-tiny-" + task + "/observations.csv")
                .body();
    }

    @Test
    void aDatabaseGetsTheSameRowsAndWhatWasMeasuredSince() throws IOException {
        String database = folder.resolve("studies.db").toString();
        assertThat(submit("--database", database, "--shots", "8").status()).isZero();
        Files.writeString(folder.resolve("S-0/000040.few-shot.csv"), HEADER + PLAIN.replace(",5120,", ",10240,"));

        Ran more = submit("--database", database);

        assertThat(more.out()).contains("saved 3 rows in study lab-tiny-tiny-plain\n");
        Ran exported = Ran.of("export", "--study", "lab-tiny-tiny-plain", "--database", database);
        assertThat(exported.out()).isEqualTo(HEADER + PLAIN + FINETUNED + PLAIN.replace(",5120,", ",10240,"));
    }

    @Test
    void whatCannotBeSubmittedIsSaid() throws IOException {
        Ran nobody = submit("--url", "http://127.0.0.1:1");
        assertThat(nobody.status()).isEqualTo(1);
        assertThat(nobody.err()).contains("no service answers at http://127.0.0.1:1");
        assertThat(submit("--url", "127.0.0.1:8080").err()).contains("--url must be like http://127.0.0.1:8080");
        Ran both = submit("--url", "http://127.0.0.1:1", "--database", "x");
        assertThat(both.status()).isEqualTo(2);
        assertThat(both.err()).contains("give --url or --database, not both");
        Ran none = Ran.of(
                "lab", "submit", TINY, "--folder", folder.resolve("empty").toString());
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("holds no rows yet: emergence-law lab run " + TINY);
        assertThat(Ran.of("lab", "submit", "none.yaml").status()).isNotZero();

        Files.writeString(folder.resolve("S-0/000020.few-shot.csv"), HEADER + PLAIN.replace("0.265625", "26.5625"));
        Ran faulty = submit("--database", folder.resolve("none.db").toString());
        assertThat(faulty.status()).isEqualTo(2);
        assertThat(faulty.err()).contains("000020.few-shot.csv", "0.265625?", "delete it to measure again");
        assertThat(folder.resolve("none.db")).doesNotExist();
    }
}
