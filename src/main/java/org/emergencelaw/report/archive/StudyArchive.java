package org.emergencelaw.report.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
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
 * @param citation how to name it
 */
public record StudyArchive(Study study, String rows, FitAnswer fit, List<StoredForecast> forecasts, Citation citation) {

    /** What the archive is and how it came about, for programs. */
    public record Metadata(Study study, String version, String inputSha256, long seed, String fitId, String citation) {

        static Metadata of(Study study, FitAnswer fit, Citation citation) {
            EmergenceFit own = fit.fit();
            return new Metadata(study, own.version(), own.inputSha256(), own.seed(), fit.id(), citation.text());
        }
    }

    public void write(OutputStream out) throws IOException {
        ZipFiles.write(
                out,
                zip -> zip.with("README.txt", readme())
                        .with("rows.csv", rows)
                        .with("fit.json", Json.write(fit) + "\n")
                        .with("forecasts.json", Json.write(forecasts) + "\n")
                        .with("metadata.json", Json.write(Metadata.of(study, fit, citation)) + "\n"));
    }

    private String readme() {
        return study.name() + "\n\n"
                + "rows.csv        what went in, as emergence-law reads it\n"
                + "fit.json        the emergence law of these rows, as the API gives it\n"
                + "forecasts.json  the forecasts that were kept, the newest first\n"
                + "metadata.json   study, version, seed and SHA-256 of rows.csv\n\n"
                + again(study, fit.fit()) + "\n\nCite as: " + citation.text() + "\n";
    }

    /** The command that comes to the same numbers. */
    static String again(Study study, EmergenceFit fit) {
        return "To come to the same numbers: emergence-law fit rows.csv --task "
                + study.task().name()
                + " --trivial-accuracy " + study.task().trivialAccuracy() + " --shots "
                + study.task().shots() + " --seed "
                + fit.seed();
    }
}
