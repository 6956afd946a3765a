package org.emergencelaw.web.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where bodies and files of requests lie while they are worked on: a folder for this service alone, readable by its owner. What one that
 * was killed left there, two gigabytes of an upload perhaps, goes when the next one starts.
 */
public final class UploadFolder implements AutoCloseable {

    private static final String NAME = "emergence-law-uploads-";
    private static final String LOCK = "lock";
    /** Of this process, which a second look at its lock would end; its pid tells none, for in a container each life has the same. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private static final Logger LOG = LoggerFactory.getLogger(UploadFolder.class);

    private final Path path;
    private final UserPrincipal owner;
    private FileChannel lock;

    private UploadFolder(Path path) throws IOException {
        this.path = path;
        owner = Files.getOwner(path);
        lock = locked(path);
    }

    /** @param parent folder for temporary files */
    public static UploadFolder in(Path parent) {
        try {
            for (Path left : others(parent)) if (!OWN.contains(left)) deleteUnlessLocked(left);
            Path path = Files.createTempDirectory(
                    parent, NAME + ProcessHandle.current().pid() + "-");
            OWN.add(path);
            return new UploadFolder(path);
        } catch (IOException broken) {
            throw new UncheckedIOException("uploads cannot be kept in " + parent, broken);
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        FileChannel lock =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        return lock;
    }

    /**
     * Makes the folder again where a cleaner of temporary files took it away.
     *
     * @throws UncheckedIOException if it cannot be made, or somebody else made one of its name meanwhile
     */
    public synchronized void require() {
        try {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(owner)) return;
            // for its permissions; a name that is taken is not taken over
            Path made = Files.createTempDirectory(path.getParent(), NAME);
            try {
                Files.move(made, path);
            } finally {
                Files.deleteIfExists(made);
            }
            lock.close();
            lock = locked(path);
            LOG.warn("{} was taken away, and is made again", path);
        } catch (IOException broken) {
            throw new UncheckedIOException("uploads cannot be kept in " + path, broken);
        }
    }

    private static List<Path> others(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(each -> each.getFileName().toString().startsWith(NAME))
                    .toList();
        }
    }

    /** Another user's, or one that has no lock yet, stays. */
    private static void deleteUnlessLocked(Path left) {
        try (FileChannel channel = FileChannel.open(left.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) delete(left);
        } catch (IOException notOurs) {
            LOG.debug("{} stays", left, notOurs);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public synchronized void close() {
        try {
            if (Files.exists(path)) delete(path);
            lock.close();
            OWN.remove(path);
        } catch (IOException kept) {
            LOG.warn("{} could not be deleted", path, kept);
        }
    }
}
