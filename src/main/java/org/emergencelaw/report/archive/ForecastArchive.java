package org.emergencelaw.report.archive;

import java.io.IOException;
import java.io.OutputStream;
import org.emergencelaw.format.Json;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.FitAnswer;
import org.emergencelaw.workspace.ForecastAnswer;

/**
 * A forecast to take along: its numbers, the fit that it rests on and the rows.
 *
 * @param rows of the study as they are now, as tidy CSV
 * @param rowsSha256 of these rows: another than that of the fit where they changed since
 */
public record ForecastArchive(
        Study study, FitAnswer fit, ForecastAnswer.Stored forecast, String rows, String rowsSha256, Citation citation) {

    /**
     * What the archive is and how it came about, for programs.
     *
     * @param inputSha256 of the rows that the forecast saw
     * @param rowsSha256 of the rows in the archive
     */
    public record Metadata(
            Study study,
            String forecastId,
            String fitId,
            String version,
            long seed,
            String inputSha256,
            String rowsSha256,
            String citation) {}

    public void write(OutputStream out) throws IOException {
        ZipFiles.write(
                out,
                zip -> zip.with("README.txt", readme())
                        .with("rows.csv", rows)
                        .with("fit.json", Json.write(fit) + "\n")
                        .with("forecast.json", Json.write(forecast) + "\n")
                        .with("metadata.json", Json.write(metadata()) + "\n"));
    }

    private Metadata metadata() {
        return new Metadata(
                study,
                forecast.id(),
                forecast.fitId(),
                fit.fit().version(),
                fit.fit().seed(),
                fit.fit().inputSha256(),
                rowsSha256,
                citation.text());
    }

    private String readme() {
        boolean same = rowsSha256.equals(fit.fit().inputSha256());
        return forecast.report().forecast().claim() + "\n\n"
                + "rows.csv       the rows of the study "
                + (same ? "that the forecast saw" : "as they are now: they have changed since the forecast was made")
                + "\n"
                + "fit.json       the emergence law of the rows that the forecast saw, as the API gives it\n"
                + "forecast.json  the forecast, as the API gives it\n"
                + "metadata.json  study, plan, version, seed and SHA-256 of the rows\n\n"
                + (same ? StudyArchive.again(study, fit.fit()) + "\n\n" : "") + "Cite as: " + citation.text() + "\n";
    }
}
