package org.emergencelaw.cli.calibrate;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.emergencelaw.calibration.TrialRunner;
import org.emergencelaw.cli.option.ClusterOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.format.DisplayNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    public CalibrateIntakeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        return ClusterTrials.on(cluster, this::print);
    }

    private int print(TrialRunner runner) {
        PrintStream out = terminal.out();
        out.println("corruption,tables,refused,warned,harmless,silent");
        List<Fate.Corrupted> tables = corrupted();
        List<Fate> fates = runner.all(Fate.class, tables, () -> {});
        List<String> silent = new ArrayList<>();
        Map<Corruption, Map<Fate, Integer>> counts = new EnumMap<>(Corruption.class);
        for (int i = 0; i < corruptions; i++) {
            Corruption kind = tables.get(i).kind();
            counts.computeIfAbsent(kind, each -> new EnumMap<>(Fate.class)).merge(fates.get(i), 1, Integer::sum);
            if (fates.get(i) == Fate.SILENT)
                silent.add(
                        DisplayNames.key(kind) + " " + i + ": " + tables.get(i).difference());
        }
        counts.forEach((kind, of) -> out.println(line(DisplayNames.key(kind), of)));
        out.println(line("all", total(counts)));
        out.println(line("variant", variants(runner)));
        for (String each : silent) out.println("# silent: " + each);
        return 0;
    }

    private List<Fate.Corrupted> corrupted() {
        List<Fate.Expected> expected = LongStream.range(0, BASES)
                .mapToObj(base -> Fate.Expected.of(StudyTable.good(seed * 100 + base)))
                .toList();
        Corruption[] kinds = Corruption.values();
        return IntStream.range(0, corruptions)
                .mapToObj(i -> new Fate.Corrupted(
                        seed * 100 + i % BASES, expected.get(i % BASES), kinds[i % kinds.length], seed * 1_000_003 + i))
                .toList();
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

    private Map<Fate, Integer> variants(TrialRunner runner) {
        List<Fate.Variant> tables = IntStream.range(0, variants)
                .mapToObj(i -> new Fate.Variant(seed * 100_000 + i, seed * 7_000_003 + i))
                .toList();
        Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
        for (Fate fate : runner.all(Fate.class, tables, () -> {})) fates.merge(fate, 1, Integer::sum);
        return fates;
    }
}
