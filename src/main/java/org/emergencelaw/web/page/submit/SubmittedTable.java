package org.emergencelaw.web.page.submit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.ingest.FileKind;
import org.emergencelaw.ingest.RecognisedFile;
import org.emergencelaw.ingest.mend.TableDraft;
import org.emergencelaw.ingest.table.ColumnMapping;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * The table of a submission.
 *
 * @param table each column as what it is called
 * @param whole whether it is all of the table, and not what a long one begins with
 */
record SubmittedTable(TableDraft table, boolean whole) {

    /** What is read of a table that is too long for the paste box, or has too many cells. */
    private static final int HEAD = 1 << 16;

    /** Absent where the rows are no table of text. */
    static Optional<SubmittedTable> of(SubmitForm form, List<ImportFile> files) throws IOException {
        if (form.source() == SubmitForm.Source.TYPED) return Optional.of(new SubmittedTable(form.typedTable(), true));
        if (files.size() != 1
                || !RecognisedFile.isTextTable(files.get(0))
                || RecognisedFile.of(files.get(0)).kind() != FileKind.OBSERVATIONS_CSV) return Optional.empty();
        String text = form.source() == SubmitForm.Source.PASTE ? form.text() : text(files.get(0));
        Optional<SubmittedTable> whole = TableDraft.of(text, List.of()).map(table -> new SubmittedTable(table, true));
        if (whole.isPresent()) return whole;
        return TableDraft.of(head(files.get(0)), List.of()).map(table -> new SubmittedTable(table, false));
    }

    List<String> columns() {
        return table.columns();
    }

    /** The table as it is to be read; absent where an assignment is none. */
    Optional<TableDraft> with(Reading reading) {
        try {
            ColumnMapping.of(reading.lines());
            return Optional.of(new TableDraft(table.columns(), table.rows(), reading.lines()));
        } catch (IllegalArgumentException unclear) {
            return Optional.empty();
        }
    }

    /** What each column is read as; typed rows have no choice there. */
    Optional<ColumnPicker> picker(SubmitForm form) {
        return form.source() == SubmitForm.Source.TYPED
                ? Optional.empty()
                : with(form.reading()).map(ColumnPicker::of);
    }

    /** Text of a file, empty where it is too long for the paste box. */
    static String text(ImportFile file) throws IOException {
        try (InputStream in = file.content().open()) {
            byte[] bytes = in.readNBytes(SubmitForm.MAX_TEXT + 1);
            return bytes.length > SubmitForm.MAX_TEXT ? "" : new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static String head(ImportFile file) throws IOException {
        try (InputStream in = file.content().open()) {
            String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
            return head.substring(0, Math.max(0, head.lastIndexOf('\n')));
        }
    }
}
