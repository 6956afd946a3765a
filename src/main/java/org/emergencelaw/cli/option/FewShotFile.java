package org.emergencelaw.cli.option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.metric.FewShotSeries;
import org.emergencelaw.observation.Observation;
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

    @Mixin
    private LossOptions lossOptions = new LossOptions();

    public boolean given() {
        return file.isPresent();
    }

    /** @throws IllegalArgumentException if no series is left */
    public List<FewShotSeries> read(Terminal terminal) throws IOException {
        String name = file.orElseThrow(() -> new IllegalArgumentException("a FILE with observations is missing"));
        ImportResult read = ObservationFile.read(name, terminal).goodRows(lossOptions.rules());
        for (Warning warning : read.warnings()) terminal.warn(warning.message());
        LossSource losses = lossOptions.basis();
        Rows rows = new Rows(
                placed(read.observations(), losses, terminal), losses.path().flopsPerParamToken(), "");
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

    private record Part(String task, String family) {}

    /** With the losses of the published law, if one is named, in every task and family that has no loss of its own. */
    private static List<Observation> placed(List<Observation> rows, LossSource losses, Terminal terminal) {
        if (losses.published().isEmpty()) return rows;
        Map<Part, List<Observation>> parts = new LinkedHashMap<>();
        for (Observation row : rows)
            parts.computeIfAbsent(new Part(row.task(), row.checkpoint().family()), first -> new ArrayList<>())
                    .add(row);
        List<Observation> placed = new ArrayList<>();
        parts.values().forEach(part -> placed.addAll(losses.complete(part)));
        parts.values().stream()
                .flatMap(part -> losses.warning(losses.borrows(part)).stream())
                .distinct()
                .forEach(warning -> terminal.warn(warning.message()));
        return placed;
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
