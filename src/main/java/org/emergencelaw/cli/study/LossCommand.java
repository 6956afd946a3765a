package org.emergencelaw.cli.study;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.InvalidInputException;
import org.emergencelaw.cli.option.LossOptions;
import org.emergencelaw.cli.option.ObservationFile;
import org.emergencelaw.cli.option.RunSizeOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.loss.LossForecast;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ModelTable;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Split;
import org.emergencelaw.report.LossText;
import org.emergencelaw.workspace.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "loss",
        description = {"Forecasts the pretraining loss of a planned run from the losses of smaller ones.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "FILE is a table of observations, whose held-out rows are left alone, or of models: model, params, tokens (or train_flops),"
                    + " pretrain_loss_nats.",
            "Of --train-flops alone, 20 tokens per parameter are taken.",
            "",
            "Example:",
            "  emergence-law loss models.csv --params 13B --tokens 1T"
        })
public final class LossCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "Observations or models; - reads stdin.")
    private String file = "";

    @Mixin
    private LossOptions losses = new LossOptions();

    @Option(names = "--family", paramLabel = "NAME", description = "Family of the file, if it has several.")
    private Optional<String> family = Optional.empty();

    @Mixin
    private RunSizeOptions size = new RunSizeOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed; the same seed gives the same numbers (default: ${DEFAULT-VALUE}).")
    private long seed = FitOptions.DEFAULT.seed();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    public LossCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        LossSource source = losses.basis();
        RunSize planned = source.path()
                .complete(size.paramCount(), size.tokenCount(), size.flops())
                .orElseThrow(() ->
                        new IllegalArgumentException("a planned run needs --params and --tokens, or --train-flops"));
        List<Checkpoint> all = checkpoints().stream()
                .filter(checkpoint -> family.isEmpty() || checkpoint.family().equals(family.get()))
                .toList();
        List<String> families =
                all.stream().map(Checkpoint::family).distinct().sorted().toList();
        if (families.size() > 1)
            throw new IllegalArgumentException(
                    "the file has several families (" + String.join(", ", families) + "): name one with --family");
        LossForecast forecast = LossForecast.of(all, source, planned, seed);
        terminal.out().println(json ? FitInput.json(forecast) : LossText.of(forecast));
        return 0;
    }

    /** Of observations where the table has accuracies, else of models. */
    private List<Checkpoint> checkpoints() throws IOException {
        ObservationFile read = ObservationFile.read(file, terminal);
        String header = read.text().lines().findFirst().orElse("").toLowerCase(Locale.ROOT);
        if (!read.type().equals("text/csv") || header.contains("accuracy"))
            return read.goodRows(losses.rules()).observations().stream()
                    .filter(row -> row.split() == Split.FIT)
                    .map(Observation::checkpoint)
                    .toList();
        ModelTable.Reading models = ModelTable.read(ImportFile.of(read.name(), read.content()));
        if (!models.errors().isEmpty())
            throw new InvalidInputException(
                    read.name(), Problem.refusal(new ImportResult(0, List.of(), models.errors(), 0, List.of())));
        return models.models().stream().map(LossCommand::checkpoint).toList();
    }

    private static Checkpoint checkpoint(KnownModel model) {
        Checkpoint.Builder checkpoint = Checkpoint.builder()
                .family(model.family())
                .model(model.checkpoint())
                .lossCorpus(model.lossCorpus());
        return checkpoint
                .params(model.params())
                .tokens(model.tokens())
                .trainFlops(model.trainFlops())
                .pretrainLossNats(model.pretrainLossNats())
                .build();
    }
}
