package org.emergencelaw.cli.calibrate;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Interval90;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "calibrate-intake",
        description = {
            "Corrupts a good study at random (units, copies, shuffled and swapped columns, shifted rows, percent, swapped"
                    + " regimes) and counts what is refused, warned of, harmless (the forecast moves by less than a tenth of"
                    + " its interval) and silent; beside it, variants that are not wrong, of which nothing may be said.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {"", "Example:", "  emergence-law calibrate-intake > data/calibration/intake.csv"})
public final class CalibrateIntakeCommand implements Callable<Integer> {

    private static final Task TASK = new Task("arc_easy", "accuracy", 0.25, 5);

    /** What an import says of any table of this kind. */
    private static final Set<String> USUAL = Set.of("flops_from_6nt");

    /** Part of the base's interval by which an answer may move. */
    private static final double HARMLESS = 0.1;

    private static final int BASES = 4;

    private final Terminal terminal;

    @Option(names = "--corruptions", paramLabel = "N", description = "Corrupted tables (default: ${DEFAULT-VALUE}).")
    private int corruptions = 2000;

    @Option(
            names = "--variants",
            paramLabel = "N",
            description = "Tables that are not wrong (default: ${DEFAULT-VALUE}).")
    private int variants = 500;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the study (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    public CalibrateIntakeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private enum Fate {
        REFUSED,
        WARNED,
        HARMLESS,
        SILENT
    }

    /** What a good study answers. */
    private record Base(StudyTable table, Interval90 accuracy, Set<String> warnings) {}

    /** What is said of a table, and what it answers. */
    private record Answer(Optional<Interval90> accuracy, Set<String> warnings) {}

    @Override
    public Integer call() {
        List<Base> bases = new ArrayList<>();
        for (int i = 0; i < BASES; i++) bases.add(base(StudyTable.good(seed * 100 + i)));
        PrintStream out = terminal.out();
        List<String> silent = new ArrayList<>();
        out.println("corruption,tables,refused,warned,harmless,silent");
        Map<Corruption, Map<Fate, Integer>> counts = new EnumMap<>(Corruption.class);
        for (int i = 0; i < corruptions; i++) {
            Corruption kind = Corruption.values()[i % Corruption.values().length];
            Base base = bases.get(i % BASES);
            StudyTable table = kind.of(base.table(), new Random(seed * 1_000_003 + i));
            Fate fate = fate(base, table);
            counts.computeIfAbsent(kind, each -> new EnumMap<>(Fate.class)).merge(fate, 1, Integer::sum);
            if (fate == Fate.SILENT)
                silent.add(DisplayNames.key(kind) + " " + i + ": " + table.difference(base.table()));
        }
        counts.forEach((kind, fates) -> out.println(line(DisplayNames.key(kind), fates)));
        out.println(line("all", total(counts)));
        out.println(line("variant", variants()));
        for (String each : silent) out.println("# silent: " + each);
        return 0;
    }

    private static String line(String name, Map<Fate, Integer> fates) {
        int tables = fates.values().stream().mapToInt(count -> count).sum();
        return name + "," + tables + ","
                + Arrays.stream(Fate.values())
                        .map(fate -> Integer.toString(fates.getOrDefault(fate, 0)))
                        .collect(Collectors.joining(","));
    }

    private static Map<Fate, Integer> total(Map<Corruption, Map<Fate, Integer>> counts) {
        Map<Fate, Integer> total = new EnumMap<>(Fate.class);
        counts.values().forEach(fates -> fates.forEach((fate, count) -> total.merge(fate, count, Integer::sum)));
        return total;
    }

    /** Refused, warned of, or neither, which is what they should be. */
    private Map<Fate, Integer> variants() {
        Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
        for (int i = 0; i < variants; i++) {
            StudyTable good = StudyTable.good(seed * 100_000 + i);
            ImportResult read = read(Corruption.variant(good, new Random(seed * 7_000_003 + i)));
            boolean warned = !said(read).isEmpty();
            fates.merge(!read.accepted() ? Fate.REFUSED : warned ? Fate.WARNED : Fate.HARMLESS, 1, Integer::sum);
        }
        return fates;
    }

    private Base base(StudyTable table) {
        ImportResult read = read(table);
        Answer answer = answer(read);
        return new Base(table, answer.accuracy().orElseThrow(), answer.warnings());
    }

    private Fate fate(Base base, StudyTable table) {
        ImportResult read = read(table);
        if (!read.accepted()) return Fate.REFUSED;
        if (!said(read).isEmpty()) return Fate.WARNED;
        Answer answer;
        try {
            answer = answer(read);
        } catch (IllegalArgumentException refused) {
            return Fate.REFUSED;
        }
        if (answer.accuracy().isEmpty() || !base.warnings().containsAll(answer.warnings())) return Fate.WARNED;
        double width = base.accuracy().q95() - base.accuracy().q05();
        double moved =
                Math.abs(answer.accuracy().get().median() - base.accuracy().median());
        return moved < HARMLESS * width ? Fate.HARMLESS : Fate.SILENT;
    }

    private static ImportResult read(StudyTable table) {
        return ObservationCsv.read(
                table.csv(),
                ImportRules.any()
                        .withTask(TASK.name())
                        .withTrivialAccuracy(TASK.trivialAccuracy())
                        .withShots(OptionalInt.of(TASK.shots())));
    }

    private static Set<String> said(ImportResult read) {
        return read.warnings().stream()
                .map(Warning::code)
                .filter(code -> !USUAL.contains(code))
                .collect(Collectors.toSet());
    }

    /** The forecast of a planned run of 70B parameters on 1.4T tokens, with all that the fit and the forecast say beside it. */
    private static Answer answer(ImportResult read) {
        StudyRows study = StudyRows.of(TASK, read.observations(), LossSource.DEFAULT, "");
        FittedStudy fitted = EmergenceFitter.fit(study, FitOptions.DEFAULT);
        Forecast forecast = new Forecaster(fitted)
                .forecast(new PlannedRun(
                        OptionalDouble.of(70e9),
                        OptionalDouble.of(1.4e12),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        PlannedRun.DEFAULT_EVAL_ITEMS,
                        PathChoice.OWN_RATIO,
                        OptionalDouble.empty()));
        Set<String> codes = fitted.fit().warnings().stream().map(Warning::code).collect(Collectors.toSet());
        forecast.warnings().forEach(warning -> codes.add(warning.code()));
        codes.add("verdict_" + DisplayNames.key(fitted.fit().verdict()));
        return new Answer(forecast.accuracy(), codes);
    }
}
