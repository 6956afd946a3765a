package org.emergencelaw.cli.study;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.emergencelaw.benchmark.BenchmarkCut;
import org.emergencelaw.benchmark.BenchmarkStudy;
import org.emergencelaw.benchmark.BenchmarkTable;
import org.emergencelaw.benchmark.RecordTable;
import org.emergencelaw.benchmark.ScoredTarget;
import org.emergencelaw.benchmark.SkillTable;
import org.emergencelaw.benchmark.SourceTable;
import org.emergencelaw.cli.option.ClusterOptions;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.LossOptions;
import org.emergencelaw.cli.option.ObservationFile;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.format.Json;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.report.BenchmarkPage;
import org.emergencelaw.report.BenchmarkText;
import org.emergencelaw.sweep.SentQuestion.SentLosses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "benchmark",
        description = {
            "Forecasts the larger models of a folder of studies from their smaller ones, and scores it beside plain"
                    + " baselines.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "FOLDER holds manifest.json, a list of studies (id, source, file, task, family, trivial, shots, loss_kind, event,"
                    + " finetuned, note), and the files that it names, with the usual columns. A study is cut at most"
                    + " twice: near hides all models above a quarter of the largest compute, far above a 32nd. Only what is"
                    + " below the cut is read by a forecast; up to five hidden models are asked for, by their loss.",
            "",
            "Examples:",
            "  emergence-law benchmark real --every 6 --cuts near",
            "  emergence-law benchmark real --record data/benchmark/record.csv --tables data/benchmark/tables.txt",
            "  emergence-law benchmark real --report benchmark.html"
        })
public final class BenchmarkCommand implements Callable<Integer> {

    private static final TypeReference<List<BenchmarkStudy>> MANIFEST = new TypeReference<>() {};

    private final Terminal terminal;

    @Parameters(paramLabel = "FOLDER", description = "Folder with manifest.json.")
    private Path folder = Path.of("");

    @Option(names = "--sources", split = ",", paramLabel = "NAME", description = "Only studies of these sources.")
    private Set<String> sources = Set.of();

    @Option(names = "--every", paramLabel = "K", description = "Every K-th study only (default: ${DEFAULT-VALUE}).")
    private int every = 1;

    @Option(names = "--cuts", split = ",", paramLabel = "NAME", description = "near, far or both (default: both).")
    private Set<String> cuts = Set.of("near", "far");

    @Option(names = "--record", paramLabel = "FILE", description = "Write how many intervals held, as CSV.")
    private Optional<Path> record = Optional.empty();

    @Option(names = "--tables", paramLabel = "FILE", description = "Write the tables that are printed.")
    private Optional<Path> tables = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a page (HTML) with the same tables, and with skill by source as a chart.")
    private Optional<Path> report = Optional.empty();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private LossOptions lossOptions = new LossOptions();

    @Option(names = "--json", description = "Print JSON, every target with what each method said of it.")
    private boolean json;

    public BenchmarkCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A run, as JSON. */
    record Run(List<BenchmarkTable> tables, SourceTable sources, RecordTable record, List<ScoredTarget> targets) {}

    @Override
    public Integer call() throws IOException {
        if (every < 1) throw new IllegalArgumentException("--every must be at least 1, was " + every);
        List<BenchmarkUnit> units = units();
        List<BenchmarkCut> asked =
                units.stream().flatMap(unit -> unit.asked().stream()).toList();
        if (asked.isEmpty()) throw new IllegalArgumentException("no study of the folder can be cut as asked");
        List<ScoredTarget> targets = cluster.given()
                ? cluster.run("benchmark", executors -> BenchmarkUnit.scored(executors, units))
                : asked.parallelStream()
                        .map(BenchmarkCut::scored)
                        .flatMap(List::stream)
                        .toList();
        Run run = new Run(BenchmarkTable.of(targets), SourceTable.of(targets), RecordTable.of(targets), targets);
        String text = BenchmarkText.of(run.tables, run.sources, run.record);
        if (record.isPresent()) Files.writeString(record.get(), run.record.csv());
        if (tables.isPresent()) Files.writeString(tables.get(), text);
        if (report.isPresent())
            Files.writeString(
                    report.get(), BenchmarkPage.of(run.tables, run.sources, run.record, SkillTable.of(targets)));
        terminal.out().println(json ? FitInput.json(run) : text);
        return 0;
    }

    private List<BenchmarkUnit> units() throws IOException {
        List<BenchmarkStudy> all = Json.read(Files.readString(folder.resolve("manifest.json")), MANIFEST).stream()
                .filter(study -> sources.isEmpty() || sources.contains(study.source()))
                .toList();
        List<BenchmarkStudy> studies = IntStream.range(0, all.size())
                .filter(i -> i % every == 0)
                .mapToObj(all::get)
                .toList();
        LossSource losses = lossOptions.basis();
        Map<String, List<Observation>> files = new HashMap<>();
        List<BenchmarkUnit> units = new ArrayList<>();
        for (BenchmarkStudy study : studies) {
            if (!files.containsKey(study.file())) files.put(study.file(), read(study.file()));
            List<Observation> rows =
                    files.get(study.file()).stream().filter(study::holds).toList();
            losses.warning(losses.borrows(rows))
                    .map(warning -> study.id() + ": " + warning.message())
                    .ifPresent(terminal::warn);
            units.add(new BenchmarkUnit(study, rows, SentLosses.of(losses), cuts));
        }
        return units;
    }

    private List<Observation> read(String file) throws IOException {
        return ObservationFile.read(folder.resolve(file).toString(), terminal)
                .goodRows(lossOptions.rules())
                .observations();
    }
}
