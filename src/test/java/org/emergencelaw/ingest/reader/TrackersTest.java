package org.emergencelaw.ingest.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.observation.Observation;
import org.junit.jupiter.api.Test;

class TrackersTest {

    @Test
    void theTableOfRunsIsRead() throws IOException {
        ImportResult read = Programs.read("trackers/wandb_runs.csv");

        assertThat(Programs.rows(read)).singleElement().satisfies(row -> {
            assertThat(row.task()).isEqualTo("arc_easy");
            assertThat(row.accuracy()).isEqualTo(0.25);
            assertThat(row.nEval()).hasValue(100);
            assertThat(row.examples()).isEqualTo(5);
            assertThat(row.checkpoint().model()).isEqualTo("lab/tern-160m@step1000");
        });
        assertThat(Programs.leftOut(read))
                .contains("loud-gull-8: the run is crashed", "1 runs: they have no accuracy of a task")
                .anyMatch(left -> left.startsWith("Runtime, train/loss: they are no accuracies"));
    }

    /** A column a run, a row a step, with the bounds of each bin beside it. */
    @Test
    void aChartIsRead() throws IOException {
        String models = "model,revision,tokens,params\ntern-410m,step{s},2M * s,405M\ntern-160m,step{s},2M * s,162M\n";
        ImportResult read = Programs.read(
                ImportFile.of("chart.csv", Path.of("src/test/resources/imports/wb1.csv")),
                Programs.text("models.csv", models.replace("2M * s", "s * 2000000")));

        assertThat(Programs.rows(read))
                .extracting(row -> row.checkpoint().model(), Observation::accuracy)
                .containsExactly(
                        tuple("lab/tern-160m@step1000", 0.2521),
                        tuple("tern-160m@step2000", 0.2614),
                        tuple("tern-410m@step2000", 0.3098));
    }

    @Test
    void aSummaryNeedsTheNameOfItsModel() throws IOException {
        String summary = "{\"_wandb\": {\"runtime\": 31}, \"_step\": 1000, \"_runtime\": 31.5, \"_timestamp\": 1.77e9,"
                + " \"eval\": {\"arc_easy\": {\"acc\": 0.26}}, \"lr\": 0.0003}";
        ImportFile file = Programs.text("wandb-summary.json", summary);

        assertThat(Programs.refusal(Programs.read(file))).contains("--model-name");
        ScoreSelection told = new ScoreSelection(Optional.empty(), Optional.empty(), Optional.of("lab/tern-160m"));
        assertThat(Programs.rows(Programs.read(told, Optional.empty(), file)))
                .singleElement()
                .satisfies(row -> assertThat(row.checkpoint().model()).isEqualTo("lab/tern-160m@step1000"));
    }

    @Test
    void mlflowIsReadAsItsTableAndAsItsAnswer() throws IOException {
        ImportResult table = Programs.read("trackers/mlflow_searched.csv");
        assertThat(Programs.rows(table)).singleElement().satisfies(row -> {
            assertThat(row.accuracy()).isEqualTo(0.41);
            assertThat(row.checkpoint().model()).isEqualTo("lab/tern-160m");
        });
        assertThat(Programs.leftOut(table)).contains("late-tern: the run is KILLED");

        ImportResult page = Programs.read(Programs.text(
                "runs.csv",
                "Start Time,Duration,Run ID,Name,Source Type,Source Name,User,Status,pretrained,arc_easy_acc\n"
                        + "2026-03-01,0ms,0a,brisk-tern,LOCAL,eval.py,ana,FINISHED,lab/tern-160m,0.41\n"));
        assertThat(Programs.rows(page)).extracting(Observation::accuracy).containsExactly(0.41);

        ImportResult answer = Programs.read(Programs.text(
                "runs.json",
                "{\"runs\": [{\"info\": {\"run_id\": \"0a\", \"run_name\": \"brisk-tern\", \"status\": \"FINISHED\"}, \"data\":"
                        + " {\"metrics\": [{\"key\": \"arc_easy/acc\", \"value\": 0.41, \"step\": 0}], \"params\": [{\"key\":"
                        + " \"pretrained\", \"value\": \"lab/tern-160m\"}]}}]}"));
        assertThat(Programs.rows(answer)).extracting(Observation::accuracy).containsExactly(0.41);
    }

    @Test
    void whatIsNearlyOneIsNamed() throws IOException {
        assertThat(Programs.refusal(Programs.read(Programs.text("p.csv", "summary,config,name\n\"{'a': 1}\",{},x\n"))))
                .contains("looks like an export of Weights & Biases, but its summaries are dictionaries of Python");
        assertThat(Programs.refusal(Programs.read(Programs.text("p.csv", "run_id,experiment_id\n0a,1\n"))))
                .contains("looks like an export of MLflow, but no column begins with `metrics.`");
        assertThat(Programs.refusal(
                        Programs.read(Programs.text("p.csv", "Name,State,Runtime,val/accuracy\nx,finished,3,0.2\n"))))
                .contains("a metric of an export of Weights & Biases must be called TASK/METRIC", "--column");
    }
}
