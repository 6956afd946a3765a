package org.emergencelaw.report.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.Collectors;
import org.emergencelaw.format.Json;
import org.emergencelaw.observation.Task;
import org.emergencelaw.workspace.ForecastLedger;

/**
 * A locked forecast to take along: its entries as they were written, and the rows that were frozen with it.
 *
 * @param rows that were frozen, as tidy CSV
 */
public record EntryArchive(ForecastLedger.Entry entry, String rows, Citation citation) {

    /** What the archive is and how it came about, for programs. */
    public record Metadata(
            String forecastId,
            String study,
            String family,
            Task task,
            String version,
            long seed,
            String inputSha256,
            String entrySha256,
            String citation) {}

    public void write(OutputStream out) throws IOException {
        ZipFiles.write(
                out,
                zip -> zip.with("README.txt", readme())
                        .with("rows.csv", rows)
                        .with("fit.json", Json.write(entry.lock().fitNumbers()) + "\n")
                        .with("forecast.json", Json.write(entry.lock().forecastNumbers()) + "\n")
                        .with("entries.jsonl", lines())
                        .with("metadata.json", Json.write(metadata()) + "\n"));
    }

    private String lines() {
        return entry.entries().stream().map(event -> event.line() + "\n").collect(Collectors.joining());
    }

    private Metadata metadata() {
        return new Metadata(
                entry.standing().forecastId(),
                entry.lock().studyName(),
                entry.lock().family(),
                entry.lock().task(),
                entry.lock().version(),
                entry.lock().seed(),
                entry.lock().inputSha256(),
                entry.entries().get(0).sha256(),
                citation.text());
    }

    private String readme() {
        return entry.lock().claim() + "\n\n"
                + "rows.csv       the rows that were frozen with the forecast\n"
                + "fit.json       the fit as it was frozen\n"
                + "forecast.json  the forecast as it was frozen\n"
                + "entries.jsonl  the entries of the ledger about it, a line each, which can be verified on their own\n"
                + "metadata.json  study, task, version, seed and digests\n\n"
                + "Cite as: " + citation.text() + "\n";
    }
}
