package org.emergencelaw.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.emergencelaw.spill.RowSequence;
import org.junit.jupiter.api.Test;

class StudyExportTest {

    private static final Study STUDY = new Study(
            "tides", "Tides", new Task("t", "accuracy", 0.25, 5), "tern", Instant.parse("2026-03-01T12:00:00Z"));

    /** Rows with every column, with texts that a format could take for something else, and with numbers of every size. */
    private static List<Observation> rows() {
        String plain =
                "task,family,model,params,tokens,train_flops,pretrain_loss_nats,loss_corpus,regime,examples,seed,accuracy,n_eval,"
                        + "split,metric,filter,note,brier,a.b,extra\n"
                        + "t,tern,lab/a@step1,1.3B,20e9,1.56e20,2.45,pile,few_shot,0,1,0.1234567890123456,1000,fit,acc,none,,0.5,x,\n"
                        + "t,tern,lab/a@step1,1.3B,20e9,1.56e20,2.45,pile,few_shot,5,-9007199254740993,0,,held_out,acc,none,\"two\n lines\",,,=1+1\n"
                        + "t,tern,lab/b,,,,1e-3,,finetuned,123456789012,2,1,7,fit,,,'=x,,NaN,\"a,\"\"b\"\";c\"\n"
                        + "t,tern,lab/a@step1,1.3B,20e9,1.56e20,2.45,pile,few_shot,9,1,0.5,1000,fit,acc,none,é😀,,,\n";
        ImportResult read = ObservationCsv.read(plain, ImportRules.any());
        assertThat(read.errors()).isEmpty();
        return read.observations();
    }

    private interface Written {
        void to(OutputStream out) throws IOException;
    }

    private static byte[] bytes(Written export) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        export.to(out);
        return out.toByteArray();
    }

    /** What was exported and is imported again is the same, and so is its next export, byte for byte. */
    private static void isTheIdentity(String name, Function<StudyExport, Written> format) throws IOException {
        byte[] exported = bytes(format.apply(new StudyExport(STUDY, RowSequence.of(rows()))));

        ImportResult again = ImportFiles.of(name, exported).read(ImportRules.any(), TaskCatalogue.empty());

        assertThat(again.errors()).extracting(RowError::message).isEmpty();
        assertThat(again.observations()).isEqualTo(rows());
        assertThat(bytes(format.apply(new StudyExport(STUDY, RowSequence.of(again.observations())))))
                .isEqualTo(exported);
    }

    @Test
    void everyFormatReadsAsWhatWasWritten() throws IOException {
        isTheIdentity("rows.csv", export -> export::csv);
        isTheIdentity("rows.json", export -> export::json);
        isTheIdentity("rows.parquet", export -> export::parquet);
        isTheIdentity("records.json", export -> export::records);
    }

    @Test
    void recordsHaveWhatTheSchemaRequires() throws IOException {
        JsonNode records = Json.mapper().readTree(bytes(new StudyExport(STUDY, RowSequence.of(rows()))::records));

        assertThat(records).hasSize(3);
        for (JsonNode record : records) {
            for (String field : List.of(
                    "schema_version",
                    "evaluation_id",
                    "retrieved_timestamp",
                    "source_metadata",
                    "model_info",
                    "eval_library")) assertThat(record.has(field)).as(field).isTrue();
            for (JsonNode result : record.path("evaluation_results")) {
                assertThat(result.path("score_details").path("score").isNumber())
                        .isTrue();
                assertThat(result.path("score_details").path("details")).allMatch(JsonNode::isTextual);
                assertThat(result.path("metric_config").path("lower_is_better").isBoolean())
                        .isTrue();
                assertThat(result.path("source_data").path("source_type").asText())
                        .isEqualTo("other");
            }
        }
        assertThat(records)
                .extracting(record -> record.path("evaluation_id").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void metadataNameEveryFileWithItsDigest() throws Exception {
        StudyExport export = new StudyExport(STUDY, RowSequence.of(rows()));

        JsonNode graph = Json.mapper().readTree(bytes(export::metadata)).path("@graph");

        byte[] csv = bytes(export::csv);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(csv));
        assertThat(graph).anySatisfy(entity -> {
            assertThat(entity.path("@id").asText()).isEqualTo("observations.csv");
            assertThat(entity.path("sha256").asText()).isEqualTo(digest);
            assertThat(entity.path("contentSize").asText()).isEqualTo(Integer.toString(csv.length));
        });
        assertThat(graph).anySatisfy(entity -> {
            assertThat(entity.path("@type").asText()).isEqualTo("Dataset");
            assertThat(entity.path("hasPart")).hasSize(4);
            assertThat(entity.path("identifier").asText()).isEqualTo("tides");
        });
    }
}
