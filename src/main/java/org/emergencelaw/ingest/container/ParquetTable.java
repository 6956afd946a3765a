package org.emergencelaw.ingest.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.ingest.table.ImportFile;

/** A flat table of Parquet as CSV; a missing number is an empty cell, and so is NaN, by which data frames mean the same. */
final class ParquetTable {

    /** Of a group of rows, and of a page, unpacked: they are held in memory one by one. */
    private static final int MAX_BYTES = 64 << 20;

    private static final int MAX_ROWS = 1_000_000;

    private ParquetTable() {}

    static ImportFile csv(ImportFile file) throws IOException {
        Spool parquet = Spool.of(out -> {
            try (InputStream in = file.open()) {
                in.transferTo(out);
            }
        });
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new LimitedCodecs(new CodecFactory(new PlainParquetConfiguration(), 0), MAX_BYTES))
                .build();
        try (ParquetFileReader reader = ParquetFileReader.open(new Spooled(parquet), options)) {
            check(file, reader, parquet.size());
            Spool csv = Spool.of(out -> write(file, reader, out));
            return new ImportFile(file.name(), csv::open);
        } catch (UnreadableContainer refused) {
            throw refused;
        } catch (IOException | RuntimeException | LinkageError broken) {
            // of codecs that this machine has no library for, too
            throw new UnreadableContainer(
                    file,
                    "",
                    "a Parquet file must be whole",
                    "write it again, or as CSV: " + String.valueOf(broken.getMessage()));
        }
    }

    /** A table of bounded size that lies in its file: what a file claims is set aside for before it is read. */
    private static void check(ImportFile file, ParquetFileReader reader, long size) throws UnreadableContainer {
        long rows = 0;
        for (BlockMetaData group : reader.getFooter().getBlocks()) {
            rows += group.getRowCount();
            long packed = 0;
            for (ColumnChunkMetaData chunk : group.getColumns()) {
                boolean inside = chunk.getTotalSize() >= 0
                        && chunk.getStartingPos() >= 0
                        && chunk.getStartingPos() <= size - chunk.getTotalSize();
                if (!inside)
                    throw new UnreadableContainer(
                            file, chunk.getPath().toDotString(), "a column must lie in its file", "");
                packed += chunk.getTotalSize();
            }
            boolean small = group.getTotalByteSize() >= 0 && Math.max(packed, group.getTotalByteSize()) <= MAX_BYTES;
            if (rows > MAX_ROWS || !small)
                throw new UnreadableContainer(
                        file,
                        "",
                        "a table must have at most %d rows, and %d MiB in a group of rows"
                                .formatted(MAX_ROWS, MAX_BYTES >> 20),
                        "take the columns and rows that are needed");
        }
    }

    private static void write(ImportFile file, ParquetFileReader reader, OutputStream bytes) throws IOException {
        MessageType schema = reader.getFooter().getFileMetaData().getSchema();
        List<ColumnDescriptor> columns = schema.getColumns();
        for (ColumnDescriptor column : columns)
            if (column.getPath().length > 1 || column.getMaxRepetitionLevel() > 0)
                throw new UnreadableContainer(
                        file,
                        String.join(".", column.getPath()),
                        "a table must have one value a cell",
                        "leave the column out");
        Writer out = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
        CsvWriter.writeLine(
                columns.stream()
                        .map(column -> CsvWriter.guarded(column.getPath()[0]))
                        .toList(),
                out);
        String creator = String.valueOf(reader.getFooter().getFileMetaData().getCreatedBy());
        for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup())
            write(file, group, schema, creator, out);
        out.flush();
    }

    private static void write(ImportFile file, PageReadStore group, MessageType schema, String creator, Writer out)
            throws IOException {
        for (ColumnDescriptor column : schema.getColumns()) {
            DictionaryPage dictionary = group.getPageReader(column).readDictionaryPage();
            // a dictionary has a byte for each of its entries, at least
            if (dictionary != null && dictionary.getDictionarySize() > dictionary.getUncompressedSize())
                throw new UnreadableContainer(
                        file, column.getPath()[0], "a dictionary must have the entries that it claims", "");
        }
        ColumnReadStoreImpl store = new ColumnReadStoreImpl(group, new Cells(), schema, creator);
        List<ColumnReader> readers =
                schema.getColumns().stream().map(store::getColumnReader).toList();
        for (long row = 0; row < group.getRowCount(); row++) {
            List<String> cells = new ArrayList<>();
            for (ColumnReader reader : readers) cells.add(cell(reader));
            CsvWriter.writeLine(cells, out);
        }
    }

    private static String cell(ColumnReader reader) {
        ColumnDescriptor column = reader.getDescriptor();
        boolean there = reader.getCurrentDefinitionLevel() == column.getMaxDefinitionLevel();
        String text = there ? text(reader, column) : "";
        reader.consume();
        return text;
    }

    private static String text(ColumnReader reader, ColumnDescriptor column) {
        return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> Integer.toString(reader.getInteger());
            case INT64 -> Long.toString(reader.getLong());
            case BOOLEAN -> Boolean.toString(reader.getBoolean());
            case FLOAT -> Float.isNaN(reader.getFloat()) ? "" : Float.toString(reader.getFloat());
            case DOUBLE -> Double.isNaN(reader.getDouble()) ? "" : NumberText.text(reader.getDouble());
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 ->
                CsvWriter.guarded(column.getPrimitiveType().stringifier().stringify(reader.getBinary()));
        };
    }

    /** Values are asked for one by one, so that there is nothing to convert. */
    private static final class Cells extends GroupConverter {

        @Override
        public Converter getConverter(int field) {
            return new PrimitiveConverter() {};
        }

        @Override
        public void start() {
            // a row has no parts
        }

        @Override
        public void end() {
            // a row has no parts
        }
    }

    /** Spooled bytes as the library reads them. */
    private record Spooled(Spool spool) implements InputFile {

        @Override
        public long getLength() throws IOException {
            return spool.size();
        }

        @Override
        public SeekableInputStream newStream() {
            Spool.Place place = spool.open();
            return new DelegatingSeekableInputStream(place) {

                @Override
                public long getPos() {
                    return place.at();
                }

                @Override
                public void seek(long to) {
                    place.seek(to);
                }
            };
        }
    }
}
