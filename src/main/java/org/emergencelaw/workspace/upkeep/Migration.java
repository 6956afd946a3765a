package org.emergencelaw.workspace.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.store.Database;
import org.emergencelaw.store.DatabaseCopy;
import org.emergencelaw.store.DatabaseFile;

/**
 * From a file to a server, or back: all that a database holds goes into another, or nothing.
 *
 * @param from a file that is there, or the address of a server's database; it stays as it is
 * @param to a file that is not there, or the address of a database of a server that holds nothing
 */
public record Migration(String from, String to) {

    /**
     * A table that was copied.
     *
     * @param sha256 of its rows in the order of their key, which is the same in both
     */
    public record Copied(String name, long rows, String sha256) {}

    /**
     * @throws IllegalArgumentException if there is nothing to copy, or the other holds something
     * @throws DatabaseOwner.Taken if a service serves the file, and could write what would be missing
     */
    public List<Copied> run() throws IOException {
        try (Database source = Database.open(from)) {
            Optional<DatabaseOwner> owner = source.file().map(DatabaseOwner::claim);
            try {
                return isOfServer(to) ? copy(source, to) : toFile(source, Path.of(to));
            } finally {
                owner.ifPresent(DatabaseOwner::close);
            }
        }
    }

    /** Whether this is the address of a server's database, rather than a file. */
    public static boolean isOfServer(String database) {
        return Database.isOfServer(database);
    }

    private static List<Copied> copy(Database source, String target) {
        try (Database empty = Database.open(target)) {
            return new DatabaseCopy(source, empty)
                    .run().stream()
                            .map(table -> new Copied(table.name(), table.rows(), table.sha256()))
                            .toList();
        }
    }

    private static List<Copied> toFile(Database source, Path target) throws IOException {
        if (Files.exists(target))
            throw new IllegalArgumentException(
                    "the file " + target + " is there already: only one that is not is written");
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            delete(part);
            List<Copied> copied = copy(source, part.toString());
            new DatabaseFile(part).settle();
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return copied;
        } finally {
            delete(part);
        }
    }

    private static void delete(Path part) throws IOException {
        for (String ending : new String[] {"", "-wal", "-shm"})
            Files.deleteIfExists(new DatabaseFile(part).beside(ending));
    }
}
