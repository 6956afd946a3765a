package org.emergencelaw.ingest.run;

import java.io.IOException;
import java.util.List;
import org.emergencelaw.ingest.table.ImportFile;

/** Reads the files of one evaluation program. A reader knows its files by their content. */
public interface RunReader {

    /** Whose files it reads: {@code lighteval}. */
    String program();

    /** What they are, for "it looks like ...": {@code a lighteval result}. */
    String format();

    /** Whether a file is of this program. */
    FormatMatch match(FileOutline outline);

    /** A file of this program, as it was told. */
    record Matched(ImportFile file, FormatMatch match) {}

    /**
     * Adds the runs of all files of this program in one import to the reading, in the order of the files. What is broken becomes an
     * error, and what is not taken is told as left out. Throws only when a stream does.
     */
    void read(List<Matched> files, Reading reading) throws IOException;
}
