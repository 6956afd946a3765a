package org.emergencelaw.workspace.upkeep;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.emergencelaw.store.DatabaseFile;

/** Copies of a database that were taken while it was written to, and back again. */
public final class Backups {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final String DOWNLOAD = ".download";

    private Backups() {}

    /**
     * Writes what a database holds now to a file.
     *
     * @throws IllegalArgumentException if the file is there already
     */
    public static void make(Path database, Path file) throws IOException {
        try {
            new DatabaseFile(database).backUpTo(file);
        } catch (FileAlreadyExistsException there) {
            throw new IllegalArgumentException("the file " + file + " is there already: a backup never replaces one");
        }
    }

    /** Where a copy is made that is sent and deleted: beside the database, for a folder for temporary files may be small, or in memory. */
    public static Path download(Path database) {
        return beside(database, "." + UUID.randomUUID() + DOWNLOAD);
    }

    private static Path beside(Path database, String ending) {
        return new DatabaseFile(database.toAbsolutePath()).beside(ending);
    }

    /** Deletes copies that were being made or sent when an earlier life was killed; whoever calls owns the database. */
    public static void deleteDownloads(Path database) throws IOException {
        Path directory = Objects.requireNonNull(database.toAbsolutePath().getParent(), "a file is in a folder");
        String left = database.getFileName() + ".*" + DOWNLOAD + "*";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, left)) {
            for (Path file : files) Files.deleteIfExists(file);
        }
    }

    /** What was restored, and where what stood there before is kept. */
    public record Restored(DatabaseVerification verification, Optional<Path> before) {}

    /**
     * Puts a backup in the place of a database, which is backed up beside it first.
     *
     * @throws IllegalArgumentException if the backup is not whole
     * @throws DatabaseOwner.Taken if a service serves the database
     */
    public static Restored restore(Path backup, Path database, Clock clock) throws IOException {
        if (!new DatabaseFile(backup).isDatabase())
            throw new IllegalArgumentException("the file " + backup + " is no database");
        DatabaseVerification verified = DatabaseVerification.of(backup, Optional.empty());
        if (!verified.whole())
            throw new IllegalArgumentException("the backup " + backup + " is not whole: emergence-law verify " + backup
                    + " says what is wrong; nothing was restored");
        try (DatabaseOwner owner = DatabaseOwner.claim(database)) {
            DatabaseFile target = new DatabaseFile(database);
            Optional<Path> before = Optional.empty();
            if (Files.exists(database)) {
                before = Optional.of(target.beside(".before-restore-" + STAMP.format(clock.instant())));
                make(database, before.get());
                // else what lies beside it would go into what was restored
                target.settle();
            }
            Files.deleteIfExists(target.beside("-wal"));
            Files.deleteIfExists(target.beside("-shm"));
            new DatabaseFile(backup).copyOver(database);
            return new Restored(verified, before);
        }
    }
}
