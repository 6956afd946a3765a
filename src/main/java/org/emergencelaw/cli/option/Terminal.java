package org.emergencelaw.cli.option;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes.
 *
 * @param in what a {@code -} in the place of a file means
 * @param out results
 * @param err messages to people
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err) {

    /** Standard streams, in UTF-8 whatever the locale: JSON and CSV have no other encoding. */
    public static Terminal standard() {
        return new Terminal(
                // buffered: a bare file stream seeks to read all of a pipe, and fails
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    public void warn(String message) {
        err.println("warning: " + message);
    }
}
