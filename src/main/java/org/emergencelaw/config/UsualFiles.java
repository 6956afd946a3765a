package org.emergencelaw.config;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that need not be named, such as {@code configs/tasks.yaml}: those of the folder in which the program was started, else those
 * that came with it; the launcher says where these are.
 */
public final class UsualFiles {

    private static final String CAME_WITH_IT = "emergencelaw.share";

    private UsualFiles() {}

    /** The path itself, or what came with the program under this path where there is nothing. */
    public static Path find(Path path) {
        String share = System.getProperty(CAME_WITH_IT);
        if (Files.exists(path) || path.isAbsolute() || share == null) return path;
        Path other = Path.of(share).resolve(path);
        return Files.exists(other) ? other : path;
    }
}
