package org.emergencelaw.ingest.table;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.emergencelaw.observation.Observation;

/** Which observations a result rests on. */
public final class ObservationDigest {

    private static final int BUFFER = 1 << 16;

    private ObservationDigest() {}

    /** SHA-256, in hex, of the tidy CSV that {@link ObservationCsv#write} makes of the observations. */
    public static String sha256(List<Observation> observations) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            OutputStream digesting = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
            try (Writer out = new BufferedWriter(new OutputStreamWriter(digesting, StandardCharsets.UTF_8), BUFFER)) {
                ObservationCsv.write(observations, out);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException impossible) {
            throw new UncheckedIOException(new IOException("no digest in memory", impossible));
        }
    }
}
