package org.emergencelaw.report.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.format.Json;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.suite.SuiteForecast;
import org.emergencelaw.workspace.FitAnswer;

/**
 * A suite to take along: rows and fit of each task, and what is forecast of all of them. Of the rows, and of the fits, one at a time is
 * in memory.
 *
 * @param tasks studies, one a task
 * @param forecast of the planned run; absent where none was asked for
 */
public record SuiteArchive(
        Suite suite, List<Study> tasks, Contents contents, Optional<SuiteForecast> forecast, Citation citation) {

    /** What is in a task when it is written. */
    public interface Contents {

        /** Writes its rows as tidy CSV, and leaves the stream open; gives the SHA-256 of what was written. */
        String rows(Study study, OutputStream out) throws IOException;

        /** Absent where the rows cannot be fitted. */
        Optional<FitAnswer> fit(Study study);
    }

    /** A task in the metadata. */
    public record Digest(String studyId, String task, String inputSha256) {}

    /** What the archive is and how it came about, for programs. */
    public record Metadata(Suite suite, String version, List<Digest> tasks, String citation) {}

    public void write(OutputStream out) throws IOException {
        List<Digest> digests = new ArrayList<>();
        ZipFiles.write(out, zip -> {
            zip.with("README.txt", readme());
            for (Study task : tasks) {
                digests.add(new Digest(task.id(), task.task().name(), rows(task, zip)));
                Optional<FitAnswer> fit = contents.fit(task);
                if (fit.isPresent()) zip.with("fits/" + task.id() + ".json", Json.write(fit.get()) + "\n");
            }
            if (forecast.isPresent()) zip.with("forecast.json", Json.write(forecast.get()) + "\n");
            Metadata metadata = new Metadata(suite, citation.version(), digests, citation.text());
            zip.with("metadata.json", Json.write(metadata) + "\n");
        });
    }

    private String rows(Study task, ZipFiles zip) throws IOException {
        try (OutputStream file = zip.file("rows/" + task.id() + ".csv")) {
            return contents.rows(task, file);
        }
    }

    private String readme() {
        return suite.name() + "\n\n"
                + "rows/          what went in, a file a task, as emergence-law reads it\n"
                + "fits/          the emergence law of each task, as the API gives it\n"
                + forecast.map(made -> "forecast.json  all tasks at "
                                + made.plannedRun().words() + ", as the API gives it\n")
                        .orElse("")
                + "metadata.json  suite, version, tasks and the SHA-256 of their rows\n\n"
                + "Cite as: " + citation.text() + "\n";
    }
}
