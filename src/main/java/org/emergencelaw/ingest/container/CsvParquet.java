package org.emergencelaw.ingest.container;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.emergencelaw.format.CsvReader;
import org.emergencelaw.format.CsvWriter;

/** A table that this program wrote as CSV, as Parquet: numbers as numbers, empty cells as null. */
public final class CsvParquet {

    private static final int MAX_COLUMNS = 1_000;

    /** What the cells of a column are. */
    public enum Kind {
        TEXT,
        NUMBER,
        COUNT,
        FLAG
    }

    private CsvParquet() {}

    /**
     * The same table gives the same bytes. A column has one encoding for that: where there is a dictionary it has several, and the
     * library notes them in an order that changes from process to process.
     *
     * @param file made anew
     * @param kinds of columns, by their names
     * @throws IllegalArgumentException if a cell is not of the kind of its column
     */
    public static void write(Path csv, Path file, Function<String, Kind> kinds) throws IOException {
        try (Reader text = Files.newBufferedReader(csv)) {
            CsvReader lines = new CsvReader(text, ',', MAX_COLUMNS);
            Rows rows = new Rows(lines.next().orElseThrow().cells(), kinds);
            try (ParquetWriter<List<String>> out = new Builder(file, rows)
                    .withConf(new PlainParquetConfiguration())
                    .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                    .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_2_0)
                    .withDictionaryEncoding(false)
                    .withCompressionCodec(CompressionCodecName.SNAPPY)
                    .build()) {
                for (Optional<CsvReader.CsvRecord> line = lines.next(); line.isPresent(); line = lines.next())
                    out.write(line.get().cells());
            }
        }
    }

    private static final class Builder extends ParquetWriter.Builder<List<String>, Builder> {

        private final Rows rows;

        Builder(Path file, Rows rows) {
            super(new LocalOutputFile(file));
            this.rows = rows;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<List<String>> getWriteSupport(Configuration settings) {
            return rows;
        }

        @Override
        protected WriteSupport<List<String>> getWriteSupport(ParquetConfiguration settings) {
            return rows;
        }
    }

    /** Cells as values. */
    private static final class Rows extends WriteSupport<List<String>> {

        private final List<String> columns;
        private final List<Kind> kinds;
        private Optional<RecordConsumer> out = Optional.empty();

        Rows(List<String> columns, Function<String, Kind> kinds) {
            this.columns = columns;
            this.kinds = columns.stream().map(kinds).toList();
        }

        @Override
        public WriteContext init(Configuration settings) {
            List<Type> types = new ArrayList<>();
            for (int c = 0; c < columns.size(); c++) types.add(type(columns.get(c), kinds.get(c)));
            return new WriteContext(new MessageType("rows", types), Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration settings) {
            return init(new Configuration());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = Optional.of(consumer);
        }

        @Override
        public void write(List<String> cells) {
            RecordConsumer row = out.orElseThrow();
            row.startMessage();
            for (int c = 0; c < columns.size(); c++) {
                if (cells.get(c).isEmpty()) continue;
                row.startField(columns.get(c), c);
                try {
                    add(row, cells.get(c), kinds.get(c));
                } catch (NumberFormatException other) {
                    throw new IllegalArgumentException(
                            columns.get(c) + " must be a number, was " + cells.get(c), other);
                }
                row.endField(columns.get(c), c);
            }
            row.endMessage();
        }

        private static void add(RecordConsumer row, String cell, Kind kind) {
            switch (kind) {
                case TEXT -> row.addBinary(Binary.fromString(CsvWriter.unguarded(cell)));
                case NUMBER -> row.addDouble(Double.parseDouble(cell));
                case COUNT -> row.addLong(Long.parseLong(cell));
                case FLAG -> row.addBoolean(Boolean.parseBoolean(cell));
            }
        }
    }

    private static Type type(String column, Kind kind) {
        return switch (kind) {
            case TEXT ->
                Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(column);
            case NUMBER -> Types.optional(PrimitiveTypeName.DOUBLE).named(column);
            case COUNT -> Types.optional(PrimitiveTypeName.INT64).named(column);
            case FLAG -> Types.optional(PrimitiveTypeName.BOOLEAN).named(column);
        };
    }
}
