package org.emergencelaw.ingest.container;

import blue.strategic.parquet.ParquetWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.emergencelaw.ingest.table.Columns;
import org.emergencelaw.ingest.table.ObservationCells;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.spill.RowSequence;

/**
 * Observations as Parquet: the columns of {@link org.emergencelaw.ingest.table.ObservationCsv}, numbers as numbers, absent cells as
 * null. What was written reads as the same observations again.
 */
public final class ObservationParquet {

    /** Numbers that are counts or seeds. */
    private static final Set<String> WHOLE = Set.of("examples", "seed", "n_eval");

    private ObservationParquet() {}

    public static void write(RowSequence observations, OutputStream out) throws IOException {
        // the library writes to files alone
        Path file = Files.createTempFile("emergence-law", ".parquet");
        try {
            write(observations, file);
            Files.copy(file, out);
        } finally {
            Files.delete(file);
        }
    }

    private static void write(RowSequence observations, Path file) throws IOException {
        Set<String> columns = new LinkedHashSet<>(Columns.CONTRACT);
        columns.addAll(observations.noteNames());
        MessageType schema = new MessageType(
                "observations", columns.stream().map(ObservationParquet::type).toList());
        try (ParquetWriter<Map<String, String>> out =
                ParquetWriter.writeFile(schema, file.toFile(), (cells, writer) -> {
                    for (Map.Entry<String, String> cell : cells.entrySet())
                        writer.write(cell.getKey(), value(cell.getKey(), cell.getValue()));
                })) {
            observations.forEach(observation -> write(observation, out));
        } catch (UncheckedIOException full) {
            throw full.getCause();
        }
    }

    private static void write(Observation observation, ParquetWriter<Map<String, String>> out) {
        try {
            out.write(ObservationCells.of(observation));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static Type type(String column) {
        if (WHOLE.contains(column))
            return Types.optional(PrimitiveTypeName.INT64).named(column);
        if (Columns.numeric(column))
            return Types.optional(PrimitiveTypeName.DOUBLE).named(column);
        return Types.optional(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(column);
    }

    private static Object value(String column, String cell) {
        if (WHOLE.contains(column)) return Long.parseLong(cell);
        return Columns.numeric(column) ? Double.parseDouble(cell) : cell;
    }
}
