package org.emergencelaw.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.emergencelaw.fit.DrawColumns;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.format.Json;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;

/**
 * A fit as a file, with all that it depends on beside its rows: to the last bit what the database would keep.
 *
 * @param fit names its rows by their digest, and the version that made it
 * @param draws as the database keeps them, in Base64
 */
public record FitFile(Task task, ComputeConvention convention, FitOptions options, EmergenceFit fit, String draws) {

    public static FitFile of(Study study, FitOptions options, EmergenceFit.WithDraws fitted) {
        return new FitFile(
                study.task(),
                study.convention(),
                options,
                fitted.fit(),
                Base64.getEncoder().encodeToString(DrawBytes.of(DrawColumns.kept(fitted.draws()))));
    }

    /** The fit with its draws. */
    public EmergenceFit.WithDraws fitted() {
        double[][] rows = DrawBytes.read(Base64.getDecoder().decode(draws));
        return new EmergenceFit.WithDraws(fit, DrawColumns.draws(rows, fit));
    }

    /** Writes it, packed; the stream stays open. */
    public void write(OutputStream out) throws IOException {
        GZIPOutputStream packed = new GZIPOutputStream(out);
        packed.write(Json.write(this).getBytes(StandardCharsets.UTF_8));
        packed.finish();
    }

    /**
     * Reads it.
     *
     * @throws IOException if it is no such file, or one of another version that says something else
     */
    public static FitFile read(InputStream in) throws IOException {
        try (InputStream packed = new GZIPInputStream(in)) {
            return Json.read(new String(packed.readAllBytes(), StandardCharsets.UTF_8), FitFile.class);
        } catch (UncheckedIOException other) {
            throw new IOException("this is no fit as this version writes it", other);
        }
    }
}
