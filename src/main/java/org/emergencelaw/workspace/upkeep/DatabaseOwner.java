package org.emergencelaw.workspace.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.emergencelaw.store.DatabaseFile;
import org.jspecify.annotations.Nullable;

/**
 * The one service that serves a database file, by a lock on a file beside it, which the system takes back when the process ends, however
 * it ends. That file says who it is.
 */
public final class DatabaseOwner implements AutoCloseable {

    /** Beyond the text, which others read; some systems let nobody read what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final FileChannel channel;
    private final FileLock lock;

    private DatabaseOwner(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Somebody else serves it. */
    public static final class Taken extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private Taken(String message) {
            super(message);
        }
    }

    /** @throws Taken if another service has it */
    public static DatabaseOwner claim(Path database) {
        Path file = new DatabaseFile(database.toAbsolutePath()).beside(".owner");
        try {
            new DatabaseFile(file).keepPrivate();
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = lock(channel);
            if (lock == null) {
                channel.close();
                throw new Taken("the database " + database + " is served already, by " + owner(file));
            }
            DatabaseOwner owner = new DatabaseOwner(channel, lock);
            owner.say("process " + ProcessHandle.current().pid());
            return owner;
        } catch (IOException broken) {
            throw new UncheckedIOException("the database " + database + " cannot be claimed", broken);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    private static String owner(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    /** Says where it answers. */
    public void at(String address) {
        say("process " + ProcessHandle.current().pid() + " at " + address);
    }

    private void say(String text) {
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            // the file stays: somebody who opened it before it went would hold a lock that nobody else sees
            channel.truncate(0);
            lock.release();
            channel.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
