package org.emergencelaw.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.format.Json;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.FitAnswer;

/**
 * A study to take along: its rows, its fit and its forecasts, with what they rest on. The same study gives the same bytes.
 *
 * @param rows as tidy CSV
 * @param fit the current one
 * @param forecasts that were kept, the newest first
 */
public record StudyArchive(Study study, String rows, FitAnswer fit, List<StoredForecast> forecasts) {

    /** The first day that a zip file can name: entries have no time of their own. */
    private static final long NO_TIME = 315_532_800_000L;

    /** What the archive is and how it came about, for programs. */
    public record Metadata(Study study, String version, String inputSha256, long seed, String fitId, String citation) {}

    /** How to name this study elsewhere: what somebody else needs to come to the same numbers. */
    public static String citation(Study study, FitAnswer answer) {
        EmergenceFit fit = answer.fit();
        return study.name() + " (" + study.task().name() + ", family " + study.family() + "), emergence-law "
                + fit.version() + ", seed " + fit.seed() + ", rows SHA-256 " + fit.inputSha256() + ".";
    }

    public void write(OutputStream out) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("README.txt", readme());
        files.put("rows.csv", rows);
        files.put("fit.json", Json.write(fit) + "\n");
        files.put("forecasts.json", Json.write(forecasts) + "\n");
        files.put("metadata.json", Json.write(metadata()) + "\n");
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTime(NO_TIME);
                zip.putNextEntry(entry);
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }

    private Metadata metadata() {
        EmergenceFit own = fit.fit();
        return new Metadata(study, own.version(), own.inputSha256(), own.seed(), fit.id(), citation(study, fit));
    }

    private String readme() {
        return study.name() + "\n\n"
                + "rows.csv        what went in, as emergence-law reads it\n"
                + "fit.json        the emergence law of these rows, as the API gives it\n"
                + "forecasts.json  the forecasts that were kept, the newest first\n"
                + "metadata.json   study, version, seed and SHA-256 of rows.csv\n\n"
                + "To come to the same numbers: emergence-law fit rows.csv --task "
                + study.task().name()
                + " --trivial-accuracy " + study.task().trivialAccuracy() + " --shots "
                + study.task().shots() + " --seed "
                + fit.fit().seed() + "\n\nCite as: " + citation(study, fit) + "\n";
    }
}
