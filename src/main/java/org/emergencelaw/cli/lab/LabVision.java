package org.emergencelaw.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.lab.Vision;
import org.emergencelaw.lab.VisionFigure;
import org.emergencelaw.metric.EmergenceScore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "vision",
        description = {
            "Emergence made by the metric: autoencoders and classifiers of rising size on generated images, each read by a"
                    + " smooth and by a sharp metric. Prints the values and the emergence scores as CSV.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {"", "Example:", "  emergence-law lab vision --figure vision.svg > vision.csv"})
final class LabVision implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of images and weights (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--figure", paramLabel = "FILE", description = "Write the figure as SVG.")
    private Optional<Path> figure = Optional.empty();

    LabVision(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<Vision.Series> all = new Vision(seed).run();
        if (figure.isPresent()) Files.writeString(figure.get(), VisionFigure.of(all));
        terminal.out().println("network,metric,sharp,params,value,emergence_score");
        for (Vision.Series series : all)
            for (int i = 0; i < series.values().length; i++)
                terminal.out()
                        .printf(
                                Locale.ROOT,
                                "%s,%s,%b,%d,%.6f,%s%n",
                                series.network(),
                                series.metric(),
                                series.sharp(),
                                series.params()[i],
                                series.values()[i],
                                score(series.emergence()));
        return 0;
    }

    private static String score(EmergenceScore score) {
        return score.value().isPresent()
                ? String.format(Locale.ROOT, "%.2f", score.value().getAsDouble())
                : DisplayNames.key(score.kind());
    }
}
