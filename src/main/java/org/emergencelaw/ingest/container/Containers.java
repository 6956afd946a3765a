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
     * @param unread containers in it that cannot be read, as those of items are; of a container of its own it is an exception
     * @param many whether there are files in it of which some may be of no interest, as in a folder
     */
    public record Unpacked(List<ImportFile> files, List<UnreadableContainer> unread, boolean many) {

        public Unpacked {
            files = List.copyOf(files);
            unread = List.copyOf(unread);
        }

        private static Unpacked of(List<ImportFile> files) {
            return new Unpacked(files, List.of(), false);
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
        if (Arrays.equals(start, PARQUET)) return Unpacked.of(List.of(ParquetTable.csv(file)));
        if (!isZip(start)) return Unpacked.of(List.of(file));
        ZipArchive archive = ZipArchive.of(file);
        if (archive.has(WORKBOOK)) return Unpacked.of(Workbook.sheets(file, archive));
        if (archive.has(LOG)) return Unpacked.of(List.of(archive.member(LOG, file.name())));
        if (archive.has(BEGUN_LOG))
            throw new UnreadableContainer(
                    file, "", "a log of Inspect must have ended: it has no " + LOG + " yet", "wait for the run to end");
        return members(file, archive);
    }

    private static Unpacked members(ImportFile file, ZipArchive archive) throws IOException {
        List<ImportFile> members = new ArrayList<>();
        List<UnreadableContainer> unread = new ArrayList<>();
        for (String name : archive.names()) {
            if (LITTER.matcher(name).matches()) continue;
            ImportFile member = archive.member(name, file.name() + "/" + name);
            try {
                if (isZip(start(member))) checkInner(member);
                members.addAll(of(member).files());
            } catch (UnreadableContainer broken) {
                // what is not as large as it claims is no matter of one member
                if (!isOne(member)) throw broken;
                unread.add(broken);
            }
        }
        if (members.isEmpty() && !unread.isEmpty()) throw unread.get(0);
        if (members.isEmpty()) throw new UnreadableContainer(file, "", "an archive must have a file", "");
        return new Unpacked(members, unread, true);
    }

    /** A log or a workbook may be in an archive; archives in archives have no end. */
    private static void checkInner(ImportFile member) throws IOException {
        ZipArchive archive = ZipArchive.of(member);
        if (!archive.has(WORKBOOK) && !archive.has(LOG) && !archive.has(BEGUN_LOG))
            throw new UnreadableContainer(
                    member, "", "an archive must not hold another archive", "unpack the inner one");
    }
}
