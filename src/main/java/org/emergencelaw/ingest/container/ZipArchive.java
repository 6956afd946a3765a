package org.emergencelaw.ingest.container;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.emergencelaw.ingest.table.ImportFile;

/** A zip, of which nothing is written to disk by its own names; its members are opened one by one, wherever they lie. */
final class ZipArchive {

    private static final int MAX_MEMBERS = 100_000;
    private static final long MAX_TOTAL = 16L << 30;

    /** Logs repeat themselves; nothing that a person wrote does so more often than this. */
    private static final long MAX_RATIO = 300;

    /** Up to here, a member may be as dense as it likes. */
    private static final long SMALL = 4L << 20;

    private final ImportFile file;
    private final ZipFile zip;
    private final List<ZipArchiveEntry> members = new ArrayList<>();

    private long total;

    private ZipArchive(ImportFile file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    /** @throws UnreadableContainer if it is no zip, or one that is not to be trusted */
    static ZipArchive of(ImportFile file) throws IOException {
        Spool copy = Spool.of(out -> {
            try (InputStream in = file.open()) {
                in.transferTo(out);
            }
        });
        ZipFile zip;
        try {
            zip = ZipFile.builder().setSeekableByteChannel(copy.channel()).get();
        } catch (IOException | IllegalArgumentException broken) {
            throw new UnreadableContainer(
                    file, "", "an archive must be whole", "pack it again: " + String.valueOf(broken.getMessage()));
        }
        ZipArchive archive = new ZipArchive(file, zip);
        archive.list();
        return archive;
    }

    private void list() throws UnreadableContainer {
        Set<String> names = new HashSet<>();
        for (Enumeration<ZipArchiveEntry> all = zip.getEntries(); all.hasMoreElements(); ) {
            ZipArchiveEntry member = all.nextElement();
            if (member.isDirectory()) continue;
            check(member);
            total += member.getSize();
            // samples of Inspect that were logged again stand twice, and are not read
            if (!names.add(member.getName()) && !member.getName().startsWith("samples/"))
                throw refused(
                        member.getName(), "a name must not stand twice in an archive", "one of the two would be lost");
            if (names.size() > MAX_MEMBERS || total > MAX_TOTAL)
                throw refused(
                        member.getName(),
                        "an archive must have at most %d files and %d GiB".formatted(MAX_MEMBERS, MAX_TOTAL >> 30),
                        "take it apart");
            members.add(member);
        }
    }

    private void check(ZipArchiveEntry member) throws UnreadableContainer {
        String name = member.getName();
        boolean outside = name.startsWith("/") || name.matches("(.*/)?\\.\\.(/.*)?") || name.matches("[A-Za-z]:.*");
        if (outside || member.isUnixSymlink())
            throw refused(
                    name, "a file of an archive must lie in it", "pack the files with names relative to their folder");
        if (!zip.canReadEntryData(member))
            throw refused(
                    name, "a file of an archive must be packed without a password, by a usual method", "pack it anew");
        if (member.getSize() > SMALL && member.getSize() / Math.max(1, member.getCompressedSize()) > MAX_RATIO)
            throw refused(
                    name,
                    "a file of an archive must not be more than %d times as large as it is packed".formatted(MAX_RATIO),
                    "");
    }

    private UnreadableContainer refused(String member, String rule, String hint) {
        return new UnreadableContainer(file, member, rule, hint);
    }

    /** Names of the files in it, in their order. */
    List<String> names() {
        return members.stream().map(ZipArchiveEntry::getName).distinct().toList();
    }

    /** Of all files in it, unpacked, as the archive says. */
    long size() {
        return total;
    }

    /** @throws UnreadableContainer if a file is larger than the archive says, for readers that take its word */
    void checkSizes() throws IOException {
        for (String name : names())
            try (InputStream in = open(name)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
    }

    boolean has(String name) {
        return zip.getEntry(name) != null;
    }

    /** One of its files, under a name of its own. */
    ImportFile member(String name, String as) {
        return new ImportFile(as, () -> open(name));
    }

    private InputStream open(String name) throws IOException {
        ZipArchiveEntry member = zip.getEntry(name);
        return new FilterInputStream(zip.getInputStream(member)) {

            private long left = member.getSize();

            @Override
            public int read() throws IOException {
                return taken(super.read(), 1);
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = super.read(into, offset, length);
                return taken(count, count);
            }

            /** The list of an archive may say less than is there. */
            private int taken(int read, int count) throws IOException {
                if (read >= 0) left -= count;
                if (left < 0)
                    throw refused(name, "a file of an archive must be as large as the archive says", "pack it anew");
                return read;
            }
        };
    }
}
