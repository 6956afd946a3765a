package org.emergencelaw.cli.study;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.ServiceOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ingest.table.ObservationJson;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.Workspace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = {"Writes the observations of a study, exactly as they went in.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {"", "Example:", "  emergence-law export --study mmlu-3b > observations.csv"})
public final class ExportCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Option(names = "--study", paramLabel = "ID", required = true, description = "Study to write.")
    private String study = "";

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Option(names = "--json", description = "Write JSON instead of CSV, the same as the API's.")
    private boolean json;

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
            write(workspace.observations(found));
        }
        return 0;
    }

    private void write(List<Observation> observations) throws IOException {
        Writer out = new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8);
        if (json) ObservationJson.write(observations, out);
        else ObservationCsv.write(observations, out);
        out.flush();
    }
}
