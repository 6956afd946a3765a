package org.emergencelaw.report.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.format.Json;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.suite.SuiteForecast;
import org.emergencelaw.workspace.FitAnswer;

/**
 * A suite to take along: rows and fit of each task, and what is forecast of all of them.
 *
 * @param forecast of the planned run; absent where none was asked for
 */
public record SuiteArchive(Suite suite, List<Part> tasks, Optional<SuiteForecast> forecast, Citation citation) {

    /**
     * One task.
     *
     * @param rows as tidy CSV
     * @param fit absent where the rows cannot be fitted
     */
    public record Part(Study study, String rows, String sha256, Optional<FitAnswer> fit) {}

    /** A task in the metadata. */
    public record Digest(String studyId, String task, String inputSha256) {}

    /** What the archive is and how it came about, for programs. */
    public record Metadata(Suite suite, String version, List<Digest> tasks, String citation) {}

    public void write(OutputStream out) throws IOException {
        ZipFiles files = new ZipFiles().with("README.txt", readme());
        for (Part task : tasks) {
            files.with("rows/" + task.study.id() + ".csv", task.rows);
            task.fit.ifPresent(fit -> files.with("fits/" + task.study.id() + ".json", Json.write(fit) + "\n"));
        }
        forecast.ifPresent(made -> files.with("forecast.json", Json.write(made) + "\n"));
        files.with("metadata.json", Json.write(metadata()) + "\n").write(out);
    }

    private Metadata metadata() {
        return new Metadata(
                suite,
                citation.version(),
                tasks.stream()
                        .map(task ->
                                new Digest(task.study.id(), task.study.task().name(), task.sha256))
                        .toList(),
                citation.text());
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
