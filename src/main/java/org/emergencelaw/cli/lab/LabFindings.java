package org.emergencelaw.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.emergencelaw.backtest.AxisSpread;
import org.emergencelaw.backtest.ElbowByAmount;
import org.emergencelaw.backtest.HeldOutForecast;
import org.emergencelaw.backtest.HeldOutRanking;
import org.emergencelaw.cli.option.LossOptions;
import org.emergencelaw.cli.option.ObservationFile;
import org.emergencelaw.cli.option.TaskOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.report.HeldOutCsv;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "findings",
        description = {
            "Holds forecasts of the larger sizes of families against what was measured, and says where emergence lies by data"
                    + " amount, and whether by loss or by compute.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "A size is held out where no row of it may be seen by a fit. What is predicted is taken at the last history in which"
                    + " the visible few-shot rows do not show emergence yet. Writes forecasts.csv, ranking.csv, elbows.csv and"
                    + " axes.csv.",
            "",
            "Example:",
            "  emergence-law lab findings data/lab-early-own/observations.csv.gz --into findings --group 'early=early-.*'"
        })
final class LabFindings implements Callable<Integer> {

    private static final String ALL = "all", CONTROLS = "controls";

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Observations of families, as CSV or CSV in gzip.")
    private List<String> files = List.of();

    @Option(names = "--into", paramLabel = "DIR", required = true, description = "Where the tables are written.")
    private Path into = Path.of("");

    @Option(
            names = "--group",
            paramLabel = "NAME=REGEX",
            description = "Families that are ranked by themselves, too; may be repeated.")
    private Map<String, Pattern> groups = new LinkedHashMap<>();

    @Option(
            names = "--controls",
            paramLabel = "REGEX",
            description = "Tasks that cannot emerge, ranked apart (default: ${DEFAULT-VALUE}).")
    private Pattern controls = Pattern.compile(".*_control");

    @Mixin
    private TaskOptions taskOptions = new TaskOptions();

    @Mixin
    private LossOptions lossOptions = new LossOptions();

    @Option(names = "--seed", paramLabel = "N", description = "Seed (default: ${DEFAULT-VALUE}).")
    private long seed = FitOptions.DEFAULT.seed();

    LabFindings(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<StudyRows> studies = studies();
        List<HeldOutForecast> forecasts = studies.parallelStream()
                .flatMap(study -> Stream.of(HeldOutForecast.Shown.values())
                        .flatMap(shown -> HeldOutForecast.of(study, shown, seed).stream()))
                .toList();
        Files.createDirectories(into);
        Files.writeString(into.resolve("forecasts.csv"), HeldOutCsv.forecasts(forecasts));
        Files.writeString(into.resolve("ranking.csv"), HeldOutCsv.rankings(rankings(forecasts)));
        Files.writeString(
                into.resolve("elbows.csv"),
                HeldOutCsv.elbows(studies.stream()
                        .flatMap(study -> ElbowByAmount.of(study).stream())
                        .toList()));
        Files.writeString(
                into.resolve("axes.csv"),
                HeldOutCsv.axes(studies.stream()
                        .flatMap(study -> AxisSpread.of(study, seed).stream())
                        .toList()));
        terminal.err().println(studies.size() + " studies, " + forecasts.size() + " forecasts of held-out sizes");
        return 0;
    }

    private List<StudyRows> studies() throws IOException {
        TaskCatalogue catalogue = taskOptions.catalogue();
        List<StudyRows> studies = new ArrayList<>();
        for (String file : files)
            for (List<Observation> rows : taskOptions.studies(
                    ObservationFile.read(file, terminal)
                            .goodRows(lossOptions.rules())
                            .observations(),
                    catalogue))
                studies.add(StudyRows.of(
                        taskOptions.task(rows, catalogue), rows, lossOptions.basis(), ObservationCsv.sha256(rows)));
        return studies;
    }

    private Map<String, List<HeldOutRanking>> rankings(List<HeldOutForecast> forecasts) {
        Predicate<HeldOutForecast> control = one -> controls.matcher(one.task()).matches();
        Map<String, List<HeldOutRanking>> rankings = new LinkedHashMap<>();
        rankings.put(ALL, ranking(forecasts, control.negate()));
        groups.forEach((name, families) -> rankings.put(
                name,
                ranking(
                        forecasts,
                        control.negate()
                                .and(one -> families.matcher(one.family()).matches()))));
        rankings.put(CONTROLS, ranking(forecasts, control));
        return rankings;
    }

    private static List<HeldOutRanking> ranking(List<HeldOutForecast> all, Predicate<HeldOutForecast> of) {
        return HeldOutRanking.of(all.stream().filter(of).toList());
    }
}
