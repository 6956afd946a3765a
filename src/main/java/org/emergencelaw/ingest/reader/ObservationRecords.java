package org.emergencelaw.ingest.reader;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.run.FileOutline;
import org.emergencelaw.ingest.run.JsonDocuments;
import org.emergencelaw.ingest.table.Cells;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCells;
import org.emergencelaw.ingest.table.RowReader;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.spill.RowSequence;

/**
 * Observations as records of every_eval_ever 0.2.2, a record for each checkpoint whose rows follow one another. What the schema has a
 * place for stands there; every cell of a row stands in {@code score_details.details} besides, so that what was written reads as the
 * same observations again.
 *
 * @see EveryEvalEver
 */
public final class ObservationRecords {

    private static final String SCHEMA = "0.2.2";

    /** By which records that hold whole rows are known. */
    private static final String MARK = "emergence_law_rows";

    private static final Set<String> READ = Set.of("evaluation_results");

    private ObservationRecords() {}

    /**
     * What the records say of where they come from.
     *
     * @param source name of the study
     * @param seconds since 1970, when it was made: the records of one study are the same bytes at any time
     * @param version of this program
     */
    public record Origin(String source, long seconds, String version) {}

    /** Whether a file is of records that were written here. */
    public static boolean match(FileOutline file) {
        return file.firstObject().at("model_info").at("additional_details").has(MARK);
    }

    /** Throws only when the stream does. */
    public static ImportResult read(ImportFile file, ImportRules rules) throws IOException {
        RowErrors errors = new RowErrors();
        List<Cells.Row> rows = new ArrayList<>();
        for (ObjectNode record : JsonDocuments.read(file, READ::contains, errors))
            for (JsonNode result : record.path("evaluation_results")) {
                Map<String, String> cells = new LinkedHashMap<>();
                for (Map.Entry<String, JsonNode> cell :
                        result.path("score_details").path("details").properties())
                    cells.put(cell.getKey(), cell.getValue().asText());
                rows.add(new Cells.Row(rows.size() + 1, cells));
            }
        return errors.count() > 0
                ? new ImportResult(0, List.of(), errors.errors(), errors.more(), List.of())
                : RowReader.read(rows, rules);
    }

    /** Writes a record for each run of rows of one checkpoint, of which the rows of one are in memory. */
    public static void write(RowSequence observations, Origin origin, Writer out) throws IOException {
        JsonGenerator json = Json.mapper().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartArray();
        Records records = new Records(origin, json);
        try {
            observations.forEach(records::add);
            records.write();
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
        json.writeEndArray();
        json.close();
    }

    /** Rows of one checkpoint, until another comes. */
    private static final class Records {
        private final Origin origin;
        private final JsonGenerator json;
        private final List<Observation> rows = new ArrayList<>();
        private int written;

        private Records(Origin origin, JsonGenerator json) {
            this.origin = origin;
            this.json = json;
        }

        private void add(Observation row) {
            if (!rows.isEmpty() && !rows.get(0).checkpoint().equals(row.checkpoint())) write();
            rows.add(row);
        }

        private void write() {
            if (rows.isEmpty()) return;
            try {
                json.writePOJO(record(rows, written++, origin));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            rows.clear();
        }
    }

    private static Map<String, Object> record(List<Observation> rows, int number, Origin origin) {
        Checkpoint checkpoint = rows.get(0).checkpoint();
        String model = checkpoint.model();
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("schema_version", SCHEMA);
        record.put(
                "evaluation_id",
                origin.source() + "/" + model.replace('/', '_') + "/" + origin.seconds() + "." + number);
        record.put("retrieved_timestamp", Long.toString(origin.seconds()));
        record.put(
                "source_metadata",
                Map.of(
                        "source_name", origin.source(),
                        "source_type", "evaluation_run",
                        "source_organization_name", "unknown",
                        "evaluator_relationship", "other"));
        record.put("eval_library", Map.of("name", "emergence-law", "version", origin.version()));
        record.put("model_info", model(checkpoint));
        record.put(
                "evaluation_results",
                rows.stream().map(ObservationRecords::result).toList());
        return record;
    }

    private static Map<String, Object> model(Checkpoint checkpoint) {
        SortedMap<String, String> details = new TreeMap<>(Map.of(MARK, "true"));
        checkpoint.params().ifPresent(params -> details.put("num_parameters", NumberText.text(params)));
        checkpoint.pretrainLossNats().ifPresent(loss -> details.put("pretrain_loss_nats", NumberText.text(loss)));
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", checkpoint.model());
        info.put("id", checkpoint.model());
        info.put("additional_details", details);
        return info;
    }

    private static Map<String, Object> result(Observation row) {
        String metric = row.metric().isEmpty() ? "accuracy" : row.metric();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("metric_id", metric);
        config.put("lower_is_better", false);
        config.put("score_type", "continuous");
        config.put("min_score", 0);
        config.put("max_score", 1);
        Map<String, Object> score = new LinkedHashMap<>();
        score.put("score", row.accuracy());
        score.put("details", ObservationCells.of(row));
        row.nEval().ifPresent(items -> score.put("uncertainty", Map.of("num_samples", items)));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("evaluation_name", row.task());
        result.put("source_data", Map.of("dataset_name", row.task(), "source_type", "other"));
        result.put("metric_config", config);
        result.put("score_details", score);
        if (row.regime() == Regime.FEW_SHOT)
            result.put(
                    "generation_config",
                    Map.of("additional_details", Map.of("num_fewshot", Long.toString(row.examples()))));
        return result;
    }
}
