package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.emergencelaw.backtest.AxisSpread;
import org.emergencelaw.backtest.ElbowByAmount;
import org.emergencelaw.cli.option.ObservationFile;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.report.HeldOutCsv;
import org.junit.jupiter.api.Test;

/** {@code data/lab-families} is made of the committed families: the tables that cost little are made again for one of them. */
class CommittedFindingsTest {

    private static final String FAMILY = "early-own";

    @Test
    void elbowsAndAxesOfAFamilyAreThoseOfItsRows() throws IOException {
        List<StudyRows> studies = studies();
        assertThat(studies).hasSize(5);

        assertThat(committed("elbows.csv"))
                .containsExactlyElementsOf(lines(HeldOutCsv.elbows(studies.stream()
                        .flatMap(study -> ElbowByAmount.of(study).stream())
                        .toList())));
        assertThat(committed("axes.csv"))
                .containsExactlyElementsOf(lines(HeldOutCsv.axes(studies.stream()
                        .flatMap(study -> AxisSpread.of(study, FitOptions.DEFAULT.seed()).stream())
                        .toList())));
    }

    private static List<StudyRows> studies() throws IOException {
        TaskCatalogue catalogue = TaskCatalogue.read(Path.of("configs/tasks.yaml"));
        Terminal terminal = new Terminal(new ByteArrayInputStream(new byte[0]), System.out, System.err);
        Map<String, List<Observation>> tasks = ObservationFile.read(
                        "data/lab-" + FAMILY + "/observations.csv.gz", terminal)
                .goodRows(ImportRules.any())
                .observations()
                .stream()
                .collect(Collectors.groupingBy(Observation::task, LinkedHashMap::new, Collectors.toList()));
        return tasks.entrySet().stream()
                .map(task -> StudyRows.of(
                        catalogue.find(task.getKey()).orElseThrow().task(), task.getValue(), LossSource.DEFAULT, ""))
                .toList();
    }

    private static List<String> committed(String table) throws IOException {
        return Files.readAllLines(Path.of("data/lab-families", table)).stream()
                .filter(line -> line.startsWith(FAMILY + ","))
                .toList();
    }

    private static List<String> lines(String table) {
        return table.lines().skip(1).toList();
    }
}
