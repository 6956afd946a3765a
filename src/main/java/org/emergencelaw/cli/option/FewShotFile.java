package org.emergencelaw.cli.option;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.metric.FewShotSeries;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The few-shot series of a file of observations: all of them, or those of a task, a family, a number of shots. */
public final class FewShotFile {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Observations as CSV, or JSON with the same names; - reads stdin.")
    private Optional<String> file = Optional.empty();

    @Mixin
    private TaskOptions options = new TaskOptions();

    public boolean given() {
        return file.isPresent();
    }

    /** @throws IllegalArgumentException if no series is left */
    public List<FewShotSeries> read(Terminal terminal) throws IOException {
        String name = file.orElseThrow(() -> new IllegalArgumentException("a FILE with observations is missing"));
        ImportResult read = ObservationFile.read(name, terminal).goodRows(ImportRules.any());
        for (Warning warning : read.warnings()) terminal.warn(warning.message());
        Rows rows = new Rows(read.observations(), ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN, "");
        List<FewShotSeries> series = FewShotSeries.of(rows).stream()
                .filter(one -> options.task.orElse(one.task()).equals(one.task()))
                .filter(one -> options.family.orElse(one.family()).equals(one.family()))
                .filter(one -> options.shots.orElse(one.shots()) == one.shots())
                .toList();
        if (series.isEmpty())
            throw new IllegalArgumentException(
                    name + " has no few-shot rows with a loss or a compute of that task, family and number of shots");
        return series;
    }

    /** @throws IllegalArgumentException if neither the options nor the catalogue tell it */
    public double trivialAccuracy(String task) throws IOException {
        TaskCatalogue catalogue = options.catalogue();
        return options.trivialAccuracy
                .or(() -> catalogue.find(task).map(TaskCatalogue.Entry::task).map(Task::trivialAccuracy))
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "the trivial accuracy of " + task
                                        + " is not known: give what guessing scores, such as --trivial-accuracy 0.25 for four choices"));
    }
}
