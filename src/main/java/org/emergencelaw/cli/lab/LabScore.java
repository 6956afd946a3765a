package org.emergencelaw.cli.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.ingest.table.ChoiceItem;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.lab.OwnModel;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "score",
        description = {
            "Measures few-shot accuracy of a model of your own on multiple-choice items, and prints the row as CSV.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "The model is a TorchScript file that takes token ids (1, length) as int64 and gives logits (1, length,"
                    + " vocabulary). An item is a line {\"question\": \"...\", \"choices\": [\"...\", \"...\"], \"answer\": 0}."
                    + " Nothing is downloaded.",
            "",
            "Example:",
            "  emergence-law lab score --model model.pt --tokenizer tokenizer.json --items items.jsonl \\",
            "    --demonstrations train.jsonl --shots 5 --task ours --name ours-1b --params 1.1B --tokens 100B"
        })
final class LabScore implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "TorchScript model.")
    private Path model = Path.of("");

    @Option(names = "--tokenizer", paramLabel = "FILE", required = true, description = "Its tokenizer.json.")
    private Path tokenizer = Path.of("");

    @Option(names = "--items", paramLabel = "FILE", required = true, description = "Items as JSON lines.")
    private Path items = Path.of("");

    @Option(
            names = "--demonstrations",
            paramLabel = "FILE",
            description = "Items to draw demonstrations from (default: the other items).")
    private Optional<Path> demonstrations = Optional.empty();

    @Option(names = "--shots", paramLabel = "N", description = "Demonstrations per prompt (default: ${DEFAULT-VALUE}).")
    private int shots = 5;

    @Option(names = "--seed", paramLabel = "N", description = "Draw of the demonstrations (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--prefix", paramLabel = "TEXT", description = "What every prompt begins with (default: nothing).")
    private String prefix = "";

    @Option(
            names = "--separator",
            paramLabel = "TEXT",
            description = "What stands between demonstrations (default: an empty line).")
    private String separator = "\n\n";

    @Option(names = "--task", paramLabel = "NAME", required = true, description = "Task of the row.")
    private String task = "";

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "Model of the row.")
    private String name = "";

    @Option(names = "--family", paramLabel = "NAME", description = "Family of the row.")
    private String family = "";

    @Option(names = "--params", paramLabel = "N", description = "Parameters, such as 1.1B.")
    private Optional<String> params = Optional.empty();

    @Option(names = "--tokens", paramLabel = "N", description = "Training tokens, such as 100B.")
    private Optional<String> tokens = Optional.empty();

    @Option(names = "--loss", paramLabel = "NATS", description = "Pretraining loss on the family's loss corpus.")
    private Optional<Double> loss = Optional.empty();

    LabScore(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Checkpoint checkpoint = Checkpoint.builder()
                .family(family)
                .model(name)
                .params(NumberText.quantity("--params", params))
                .tokens(NumberText.quantity("--tokens", tokens))
                .pretrainLossNats(loss.map(OptionalDouble::of).orElseGet(OptionalDouble::empty))
                .build();
        List<ChoiceItem> asked = ChoiceItem.read(items);
        List<ChoiceItem> shown = demonstrations.isPresent() ? ChoiceItem.read(demonstrations.get()) : asked;
        try (OwnModel own = OwnModel.load(model, tokenizer)) {
            Observation row =
                    own.measure(task, checkpoint, asked, shown, shots, seed, new OwnModel.Layout(prefix, separator));
            terminal.out().print(ObservationCsv.text(List.of(row)));
        }
        return 0;
    }
}
