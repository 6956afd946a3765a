package org.emergencelaw.ingest.container;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.emergencelaw.ingest.table.ImportFile;

/** Takes containers apart, so that what is in them is read like any other file. */
public final class Containers {

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
    private static final byte[] PARQUET = {'P', 'A', 'R', '1'};

    private static final String WORKBOOK = "xl/workbook.xml";

    /** The log itself in an archive of Inspect; what it was before it ended. */
    private static final String LOG = "header.json";

    private static final String BEGUN_LOG = "_journal/start.json";

    /** What operating systems and editors leave behind. */
    private static final Pattern LITTER = Pattern.compile("(.*/)?(__MACOSX/.*|\\.[^/]*|Thumbs\\.db)");

    private Containers() {}

    /**
     * A file that is none, or what came of one.
     *
     * @param many whether there are files in it of which some may be of no interest, as in a folder
     */
    public record Unpacked(List<ImportFile> files, boolean many) {

        public Unpacked {
            files = List.copyOf(files);
        }
    }

    /** Whether a file is one, by its first bytes. */
    public static boolean isOne(ImportFile file) throws IOException {
        byte[] start = start(file);
        return Arrays.equals(start, PARQUET) || isZip(start);
    }

    private static byte[] start(ImportFile file) throws IOException {
        try (InputStream in = file.open()) {
            return in.readNBytes(4);
        }
    }

    private static boolean isZip(byte[] start) {
        return Arrays.equals(start, ZIP) || Arrays.equals(start, EMPTY_ZIP);
    }

    /** @throws UnreadableContainer if it is a container that cannot be read, or is not to be trusted */
    public static Unpacked of(ImportFile file) throws IOException {
        byte[] start = start(file);
        if (Arrays.equals(start, PARQUET)) return new Unpacked(List.of(ParquetTable.csv(file)), false);
        if (!isZip(start)) return new Unpacked(List.of(file), false);
        ZipArchive archive = ZipArchive.of(file);
        if (archive.has(WORKBOOK)) return new Unpacked(Workbook.sheets(file, archive), false);
        if (archive.has(LOG)) return new Unpacked(List.of(archive.member(LOG, file.name())), false);
        if (archive.has(BEGUN_LOG))
            throw new UnreadableContainer(
                    file, "", "a log of Inspect must have ended: it has no " + LOG + " yet", "wait for the run to end");
        List<ImportFile> members = new ArrayList<>();
        for (String name : archive.names()) {
            if (LITTER.matcher(name).matches()) continue;
            ImportFile member = archive.member(name, file.name() + "/" + name);
            if (isZip(start(member))) members.addAll(inner(file, member));
            else members.addAll(of(member).files());
        }
        if (members.isEmpty()) throw new UnreadableContainer(file, "", "an archive must have a file", "");
        return new Unpacked(members, true);
    }

    /** A log or a workbook in an archive; archives in archives have no end. */
    private static List<ImportFile> inner(ImportFile outer, ImportFile member) throws IOException {
        ZipArchive archive = ZipArchive.of(member);
        if (!archive.has(WORKBOOK) && !archive.has(LOG) && !archive.has(BEGUN_LOG))
            throw new UnreadableContainer(
                    outer, member.name(), "an archive must not hold another archive", "unpack the inner one");
        return of(member).files();
    }
}
