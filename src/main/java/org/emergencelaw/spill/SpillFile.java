package org.emergencelaw.spill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Room on the disk that nobody has to clear away: the file is deleted with its channel, which is closed when nothing needs it any more. */
public final class SpillFile {

    private SpillFile() {}

    public static FileChannel create() throws IOException {
        return FileChannel.open(
                Files.createTempFile("emergence-law", ".part"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }
}
