package org.emergencelaw.cli.study;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.ServiceOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.observation.Study;
import org.emergencelaw.report.StudyExport;
import org.emergencelaw.workspace.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = {"Writes the observations of a study, exactly as they went in.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Examples:",
            "  emergence-law export --study mmlu-3b > observations.csv",
            "  emergence-law export --study mmlu-3b --format parquet --output observations.parquet"
        })
public final class ExportCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Option(names = "--study", paramLabel = "ID", required = true, description = "Study to write.")
    private String study = "";

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Option(names = "--json", description = "Write JSON instead of CSV, the same as the API's.")
    private boolean json;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            description =
                    "csv, json, parquet, every_eval_ever (records of that schema), or metadata (what the study is, as the"
                            + " metadata of an RO-Crate). All but the last import again as the same rows.")
    private Format format = Format.csv;

    @Option(names = "--output", paramLabel = "FILE", description = "Write to this file (default: standard output).")
    private Optional<Path> output = Optional.empty();

    /** As on the command line. */
    private enum Format {
        csv,
        json,
        parquet,
        every_eval_ever,
        metadata
    }

    public ExportCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        String file = options.settings().database();
        try (Workspace workspace = options.openToRead(clock)) {
            Study found = workspace
                    .find(study)
                    .orElseThrow(() ->
                            new IllegalArgumentException("there is no study with the id " + study + " in " + file));
            StudyExport export = new StudyExport(found, workspace.stored(found));
            if (output.isPresent()) {
                try (OutputStream out = Files.newOutputStream(output.get())) {
                    write(export, out);
                }
            } else write(export, terminal.out());
        }
        return 0;
    }

    private void write(StudyExport export, OutputStream out) throws IOException {
        switch (json ? Format.json : format) {
            case csv -> export.csv(out);
            case json -> export.json(out);
            case parquet -> export.parquet(out);
            case every_eval_ever -> export.records(out);
            case metadata -> export.metadata(out);
        }
        out.flush();
    }
}
