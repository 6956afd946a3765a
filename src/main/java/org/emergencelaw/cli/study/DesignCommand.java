package org.emergencelaw.cli.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.TaskOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.forecast.design.DesignComparison;
import org.emergencelaw.forecast.design.DesignQuestion;
import org.emergencelaw.report.DesignText;
import org.emergencelaw.workspace.oneshot.DesignRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "design",
        description = {
            "Says which small models to finetune on how much data, before anything is measured: a few designs of one budget"
                    + " are tried on tasks that are simulated from the law.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Numbers may be written 3B, 1e23.",
            "",
            "Example: checkpoints up to 3B, 40 finetunes; does it appear by 1e23 FLOPs?",
            "  emergence-law design --params 3B --finetunes 40 --train-flops 1e23 --task mmlu --template rows.csv"
        })
public final class DesignCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--params",
            paramLabel = "N",
            required = true,
            description = "Parameters of the largest checkpoint that can be used.")
    private String params = "";

    @Option(
            names = "--finetunes",
            paramLabel = "N",
            required = true,
            description = "Finetuning runs that can be afforded, 12 to 500.")
    private int finetunes;

    @Option(
            names = "--train-flops",
            paramLabel = "C",
            required = true,
            description = "The question: does the capability appear by this compute?")
    private String trainFlops = "";

    @Option(
            names = "--tokens-per-param",
            paramLabel = "R",
            description = "Training tokens of each checkpoint over its parameters (default: ${DEFAULT-VALUE}).")
    private double tokensPerParam = DesignQuestion.USUAL_TOKENS_PER_PARAM;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "Task; one of the catalogue brings its trivial accuracy and shots.")
    private Optional<String> task = Optional.empty();

    @Option(
            names = "--trivial-accuracy",
            paramLabel = "0..1",
            description = "What guessing scores; 0.25 where nothing says it.")
    private Optional<Double> trivialAccuracy = Optional.empty();

    @Option(
            names = "--shots",
            paramLabel = "N",
            description = "Examples in a few-shot prompt; 5 where nothing says it.")
    private Optional<Integer> shots = Optional.empty();

    @Option(
            names = "--eval-items",
            paramLabel = "N",
            description = "Evaluated items of each row (default: ${DEFAULT-VALUE}).")
    private int evalItems = DesignQuestion.USUAL_ITEMS;

    @Option(
            names = "--most-examples",
            paramLabel = "N",
            description = "Most examples of a finetuning run (default: ${DEFAULT-VALUE}).")
    private int mostExamples = (int) DesignQuestion.USUAL_MOST_EXAMPLES;

    @Option(
            names = "--worlds",
            paramLabel = "N",
            description = "Simulated tasks, 2 to 200; more take longer and tell more (default: ${DEFAULT-VALUE}).")
    private int worlds = DesignQuestion.USUAL_WORLDS;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed; the same seed gives the same numbers (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description = "Write the rows of the recommended design, with losses and accuracies to be filled in.")
    private Optional<Path> template = Optional.empty();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    public DesignCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        DesignRequest request = new DesignRequest(
                Optional.of(params),
                OptionalInt.of(finetunes),
                Optional.of(trainFlops),
                OptionalDouble.of(tokensPerParam),
                task,
                trivialAccuracy.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                shots.map(OptionalInt::of).orElse(OptionalInt.empty()),
                OptionalInt.of(evalItems),
                OptionalInt.of(mostExamples),
                OptionalInt.of(worlds),
                OptionalLong.of(seed));
        DesignQuestion question = request.question(new TaskOptions().catalogue());
        DesignComparison found = DesignComparison.of(question);
        terminal.out().println(json ? FitInput.json(found) : DesignText.of(found));
        if (template.isPresent())
            Files.writeString(template.get(), found.best().design().csv(question, request.taskName()));
        return 0;
    }
}
