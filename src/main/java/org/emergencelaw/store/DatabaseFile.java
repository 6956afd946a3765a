package org.emergencelaw.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.emergencelaw.store.dialect.Dialect;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** A database as a file: who may read it, copies of it, and whether its pages are whole. */
public record DatabaseFile(Path path) {

    private static final String MAGIC = "SQLite format 3\0";
    private static final Set<PosixFilePermission> OWNER_ALONE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** Faults that are told; one is enough to know. */
    private static final int MOST_FAULTS = 20;

    /** Whether it begins as a database does. */
    public boolean isDatabase() throws IOException {
        if (!Files.isRegularFile(path)) return false;
        try (InputStream in = Files.newInputStream(path)) {
            return new String(in.readNBytes(MAGIC.length()), StandardCharsets.US_ASCII).equals(MAGIC);
        }
    }

    /** Lets nobody but its owner read and write it, where the file system knows of owners; makes it where it is not there. */
    public void keepPrivate() throws IOException {
        if (!Files.exists(path)) {
            try {
                Files.createFile(path);
            } catch (FileAlreadyExistsException another) {
                // somebody else was quicker
            }
        }
        if (Files.getFileStore(path).supportsFileAttributeView("posix")
                && Files.isWritable(path)
                && !Files.getPosixFilePermissions(path).equals(OWNER_ALONE)
                && Files.getOwner(path).getName().equals(System.getProperty("user.name")))
            Files.setPosixFilePermissions(path, OWNER_ALONE);
    }

    /**
     * Writes what is in it now to another file, whole or not at all, while others write to it: one transaction that reads, which
     * SQLite's writers do not wait for. (The backup of pages begins anew with every write, and under load would not end.)
     *
     * @param target must not be there
     * @throws FileAlreadyExistsException if it is
     */
    public void backUpTo(Path target) throws IOException {
        if (Files.exists(target)) throw new FileAlreadyExistsException(target.toString());
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.deleteIfExists(part);
        try {
            new DatabaseFile(part).keepPrivate();
            jdbi(path).useHandle(handle -> handle.execute("vacuum into ?", part.toString()));
            moved(part, target);
        } catch (JdbiException failed) {
            throw DatabaseUnavailable.of(failed, Dialect.at(path.toString()))
                    .<RuntimeException>map(known -> known)
                    .orElse(failed);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Puts the bytes of this file, which nobody writes to, in the place of another. */
    public void copyOver(Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            new DatabaseFile(part).keepPrivate();
            Files.copy(path, part, StandardCopyOption.REPLACE_EXISTING);
            new DatabaseFile(part).keepPrivate();
            moved(part, target);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void moved(Path part, Path target) throws IOException {
        try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What was written and lies beside it still goes into it. */
    public void settle() {
        if (Files.exists(beside("-wal")))
            jdbi(path).useHandle(handle -> handle.execute("pragma wal_checkpoint(truncate)"));
    }

    /** A file that SQLite keeps beside it. */
    public Path beside(String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }

    /** What is wrong with its pages, its indexes and what refers to what; none where all is whole. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        try {
            jdbi(path).useHandle(handle -> {
                handle.createQuery("pragma integrity_check(" + MOST_FAULTS + ")").mapTo(String.class).stream()
                        .filter(line -> !line.equals("ok"))
                        .forEach(faults::add);
                handle
                        .createQuery("pragma foreign_key_check")
                        .map((row, context) ->
                                "a row of " + row.getString(1) + " belongs to none of " + row.getString(3))
                        .stream()
                        .distinct()
                        .limit(MOST_FAULTS)
                        .forEach(faults::add);
            });
        } catch (JdbiException unreadable) {
            faults.add("it cannot be read: " + rootOf(unreadable).getMessage());
        }
        return faults;
    }

    /** Version of its newest migration; absent where it has none, and so is new or of somebody else. */
    public Optional<Integer> schema() {
        return jdbi(path)
                .withHandle(
                        handle -> handle.createQuery("select exists (select 1 from sqlite_master where name = :table)")
                                        .bind("table", Database.HISTORY)
                                        .mapTo(Boolean.class)
                                        .one()
                                ? handle.createQuery("select max(cast(version as integer)) from " + Database.HISTORY
                                                + " where success")
                                        .mapTo(Integer.class)
                                        .findOne()
                                : Optional.empty());
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) root = root.getCause();
        return root;
    }

    private static Jdbi jdbi(Path file) {
        return Jdbi.create("jdbc:sqlite:" + file + "?busy_timeout=10000");
    }
}
