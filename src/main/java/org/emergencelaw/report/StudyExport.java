package org.emergencelaw.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emergencelaw.fit.Version;
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.container.ObservationParquet;
import org.emergencelaw.ingest.reader.ObservationRecords;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ingest.table.ObservationJson;
import org.emergencelaw.observation.Study;
import org.emergencelaw.spill.RowSequence;

/**
 * A study's rows in every form that is written, and what the study is. The same rows are the same bytes.
 *
 * <p>The metadata follow RO-Crate 1.1: a graph of the data set, its files with their digests, and the program that wrote them.
 *
 * @see <a href="https://www.researchobject.org/ro-crate/specification/1.1/">RO-Crate 1.1</a>
 */
public record StudyExport(Study study, RowSequence rows) {

    private static final String CRATE = "https://w3id.org/ro/crate/1.1";
    private static final String PROGRAM = "#emergence-law";

    public void csv(OutputStream out) throws IOException {
        Writer text = text(out);
        ObservationCsv.write(rows, text);
        text.flush();
    }

    public void json(OutputStream out) throws IOException {
        Writer text = text(out);
        ObservationJson.write(rows, text);
        text.flush();
    }

    public void parquet(OutputStream out) throws IOException {
        ObservationParquet.write(rows, out);
    }

    /** As records of every_eval_ever. */
    public void records(OutputStream out) throws IOException {
        Writer text = text(out);
        ObservationRecords.write(
                rows,
                new ObservationRecords.Origin(study.id(), study.createdAt().getEpochSecond(), Version.CURRENT),
                text);
        text.flush();
    }

    public void metadata(OutputStream out) throws IOException {
        Writer text = text(out);
        JsonGenerator json = Json.mapper().createGenerator(text).useDefaultPrettyPrinter();
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writePOJO(metadata());
        json.close();
        text.write('\n');
        text.flush();
    }

    private static Writer text(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    private Map<String, Object> metadata() throws IOException {
        List<Map<String, Object>> files = List.of(
                file("observations.csv", "text/csv", this::csv),
                file("observations.json", "application/json", this::json),
                file("observations.parquet", "application/vnd.apache.parquet", this::parquet),
                file("every_eval_ever.json", "application/json", this::records));
        List<Object> graph = new ArrayList<>();
        graph.add(entity("ro-crate-metadata.json", "CreativeWork", "conformsTo", link(CRATE), "about", link("./")));
        graph.add(dataset(files));
        graph.addAll(files);
        graph.add(entity(PROGRAM, "SoftwareApplication", "name", "emergence-law", "version", Version.CURRENT));
        Map<String, Object> crate = new LinkedHashMap<>();
        crate.put("@context", CRATE + "/context");
        crate.put("@graph", graph);
        return crate;
    }

    private Map<String, Object> dataset(List<Map<String, Object>> files) {
        Map<String, Object> dataset = entity("./", "Dataset", "name", study.name(), "identifier", study.id());
        dataset.put("dateCreated", study.createdAt().toString());
        dataset.put(
                "description",
                "%d observations of %s, few-shot and finetuned, of the family %s"
                        .formatted(rows.size(), study.task().name(), study.family()));
        dataset.put(
                "variableMeasured",
                List.of(
                        value("task", study.task().name()),
                        value("metric", study.task().metric()),
                        value("trivial_accuracy", study.task().trivialAccuracy()),
                        value("shots", study.task().shots()),
                        value("family", study.family()),
                        value("flops_per_param_token", study.convention().flopsPerParamToken())));
        dataset.put(
                "hasPart",
                files.stream()
                        .map(file -> link(String.valueOf(file.get("@id"))))
                        .toList());
        return dataset;
    }

    private static Map<String, Object> value(String name, Object value) {
        Map<String, Object> entity = new LinkedHashMap<>();
        entity.put("@type", "PropertyValue");
        entity.put("name", name);
        entity.put("value", value);
        return entity;
    }

    /** Something that writes itself. */
    private interface Written {
        void to(OutputStream out) throws IOException;
    }

    private Map<String, Object> file(String name, String type, Written content) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException unreachable) {
            throw new IllegalStateException("every JVM has SHA-256", unreachable);
        }
        long[] size = {0};
        content.to(new DigestOutputStream(OutputStream.nullOutputStream(), digest) {

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                size[0] += length;
                super.write(bytes, offset, length);
            }

            @Override
            public void write(int one) throws IOException {
                size[0]++;
                super.write(one);
            }
        });
        Map<String, Object> file = entity(name, "File", "encodingFormat", type, "contentSize", Long.toString(size[0]));
        file.put("sha256", HexFormat.of().formatHex(digest.digest()));
        file.put("creator", link(PROGRAM));
        return file;
    }

    private static Map<String, Object> entity(
            String id, String type, String key, Object value, String secondKey, Object secondValue) {
        Map<String, Object> entity = new LinkedHashMap<>();
        entity.put("@id", id);
        entity.put("@type", type);
        entity.put(key, value);
        entity.put(secondKey, secondValue);
        return entity;
    }

    private static Map<String, String> link(String id) {
        return Map.of("@id", id);
    }
}
