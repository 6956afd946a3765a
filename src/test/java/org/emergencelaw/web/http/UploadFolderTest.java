package org.emergencelaw.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.emergencelaw.web.load.UploadFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadFolderTest {

    @TempDir
    Path parent;

    private Path leftBy(String process) throws Exception {
        Path folder = Files.createDirectory(parent.resolve("emergence-law-uploads-" + process + "-1"));
        Files.createFile(folder.resolve("lock"));
        Files.writeString(folder.resolve("MultiPart1"), "a large file");
        return folder;
    }

    @Test
    void whatAKilledProcessLeftGoesAndOnlyThat() throws Exception {
        Path left = leftBy("999999998");
        Path other = Files.createDirectory(parent.resolve("emergence-law-1234"));
        Path beginning = Files.createDirectory(parent.resolve("emergence-law-uploads-999999997-1"));
        Path first;
        try (UploadFolder own = UploadFolder.in(parent);
                UploadFolder folder = UploadFolder.in(parent)) {
            first = folder.path();
            assertThat(left).doesNotExist();
            assertThat(own.path()).as("of another service of this process").exists();
            assertThat(other).exists();
            assertThat(beginning).as("one that has no lock yet").exists();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first)))
                    .isEqualTo("rwx------");
            Files.writeString(first.resolve("body"), "rows");
        }
        assertThat(first).doesNotExist();
    }

    @Test
    void oneThatWasTakenAwayIsMadeAgain() throws Exception {
        try (UploadFolder folder = UploadFolder.in(parent)) {
            folder.require();
            Path lock = folder.path().resolve("lock");
            Files.delete(lock);
            Files.delete(folder.path());

            folder.require();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                    .isEqualTo("rwx------");
            assertThat(lock).exists();
            assertThat(parent).isDirectoryContaining(folder.path()::equals);
            try (Stream<Path> all = Files.list(parent)) {
                assertThat(all).as("nothing else is left there").hasSize(1);
            }
            UploadFolder.in(parent).close();
            assertThat(folder.path()).as("it has its lock again").exists();
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatSomebodyElseLaidInItsPlaceIsNotUsed() throws Exception {
        try (UploadFolder folder = UploadFolder.in(parent)) {
            Files.delete(folder.path().resolve("lock"));
            Files.delete(folder.path());
            Path other = Files.createDirectory(parent.resolve("other"));
            Files.createSymbolicLink(folder.path(), other);

            assertThatThrownBy(folder::require)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("uploads cannot be kept in");
            Files.delete(folder.path());
        }
    }

    @Test
    void thatOfAnotherProcessAtWorkStays() throws Exception {
        Path folder = leftBy("999999998");
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.resolve("lock").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('l');
            UploadFolder.in(parent).close();
            assertThat(folder).exists();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        UploadFolder.in(parent).close();
        assertThat(folder).doesNotExist();
    }

    /** Another process that has the lock until it is killed. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] file) throws Exception {
            try (FileChannel channel = FileChannel.open(Path.of(file[0]), StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.print('l');
                System.out.flush();
                Thread.sleep(600_000);
            }
        }
    }
}
