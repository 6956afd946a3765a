package org.emergencelaw.ingest.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.TextRules;
import org.emergencelaw.ingest.table.ImportFile;

/** Sheets of an XLSX as tables of text. Of a formula, its kept result counts. */
final class Workbook {

    /** Larger ones are no tables that people look at; they are held in memory while they are read. */
    private static final long MAX_BYTES = 32L << 20;

    private static final int MAX_ROWS = 200_000;

    private Workbook() {}

    /** Each sheet that has a cell, named after the workbook and itself. */
    static List<ImportFile> sheets(ImportFile file, ZipArchive archive) throws IOException {
        if (archive.size() > MAX_BYTES)
            throw new UnreadableContainer(
                    file,
                    "",
                    "a workbook must be at most %d MiB unpacked".formatted(MAX_BYTES >> 20),
                    "save the sheet as CSV");
        archive.checkSizes();
        List<ImportFile> sheets = new ArrayList<>();
        try (InputStream in = file.open();
                ReadableWorkbook workbook = new ReadableWorkbook(in)) {
            for (Sheet sheet : workbook.getSheets().toList()) {
                int[] rows = {0};
                Spool csv = Spool.of(out -> rows[0] = write(file, sheet, out));
                if (rows[0] > 0) sheets.add(new ImportFile(file.name() + "/" + sheet.getName() + ".csv", csv::open));
            }
        } catch (UnreadableContainer refused) {
            throw refused;
        } catch (IOException | RuntimeException broken) {
            throw new UnreadableContainer(
                    file,
                    "",
                    "a workbook must be whole",
                    "save it again, or as CSV: " + String.valueOf(broken.getMessage()));
        }
        return sheets;
    }

    /** Writes what {@link org.emergencelaw.ingest.table.ObservationCsv} reads, a line a row, blank rows too, so that lines are those of the sheet. */
    private static int write(ImportFile file, Sheet sheet, OutputStream bytes) throws IOException {
        Writer out = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
        int last = 0;
        int width = 0;
        try (Stream<Row> rows = sheet.openStream()) {
            for (Row row : (Iterable<Row>) rows::iterator) {
                List<String> cells = cells(row);
                if (cells.stream().allMatch(String::isEmpty)) continue;
                if (row.getRowNum() > MAX_ROWS)
                    throw new UnreadableContainer(
                            file,
                            sheet.getName(),
                            "a sheet must have at most %d rows".formatted(MAX_ROWS),
                            "save it as CSV");
                width = Math.max(width, cells.size());
                while (cells.size() < width) cells.add("");
                for (last++; last < row.getRowNum(); last++) out.write('\n');
                CsvWriter.writeLine(cells, out);
            }
        }
        out.flush();
        return last;
    }

    private static List<String> cells(Row row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.getCellCount(); i++) {
            Cell cell = row.getCell(i);
            cells.add(cell == null ? "" : text(cell));
        }
        return cells;
    }

    private static String text(Cell cell) {
        if (cell.getType() == CellType.NUMBER || cell.getValue() instanceof BigDecimal)
            return NumberText.text(new BigDecimal(cell.getRawValue()).doubleValue());
        return cell.getType() == CellType.EMPTY ? "" : CsvWriter.guarded(TextRules.strip(cell.getText()));
    }
}
