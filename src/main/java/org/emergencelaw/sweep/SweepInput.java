package org.emergencelaw.sweep;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;

/**
 * One table of a sweep.
 *
 * @param name relative to the input
 * @param sha256 of the file as it is
 */
public record SweepInput(String name, Path file, String sha256) {

    /** Rows of one table; beyond, it is cut in several. */
    private static final int MAX_ROWS = 5_000_000;

    private static final Pattern TABLES = Pattern.compile("(?i).*\\.((csv|tsv|json)(\\.gz)?|parquet)");

    /**
     * A table, or all tables of a folder, in the order of their names.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static List<SweepInput> of(Path input) throws IOException {
        if (!Files.isDirectory(input)) return List.of(of(input, String.valueOf(input.getFileName())));
        List<Path> files;
        try (Stream<Path> all = Files.walk(input)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file ->
                            TABLES.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted()
                    .toList();
        }
        if (files.isEmpty())
            throw new IllegalArgumentException(
                    "the folder " + input + " has no table: .csv, .tsv or .json, or .gz of it, or .parquet");
        List<SweepInput> tables = new ArrayList<>();
        for (Path file : files)
            tables.add(of(file, input.relativize(file).toString().replace('\\', '/')));
        return tables;
    }

    private static SweepInput of(Path file, String name) throws IOException {
        return new SweepInput(name, file, sha256(file));
    }

    /** Digest of a file, in hexadecimal digits. */
    static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(new BufferedInputStream(Files.newInputStream(file)), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /** Digest of bytes, in hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** Its rows, without the excluded ones; with one faulty row there are none. */
    ImportResult read(ImportRules rules, TaskCatalogue catalogue) throws IOException {
        boolean packed = name.toLowerCase(Locale.ROOT).endsWith(".gz");
        ImportFile content = new ImportFile(
                name, () -> packed ? new GZIPInputStream(Files.newInputStream(file)) : Files.newInputStream(file));
        return new ImportFiles(List.of(content), ScoreSelection.ALL, Optional.empty())
                .read(rules.withMaxRows(MAX_ROWS), catalogue)
                .kept();
    }
}
