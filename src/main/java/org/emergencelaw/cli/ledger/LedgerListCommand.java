package org.emergencelaw.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.Main;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.LedgerLocation;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.format.Json;
import org.emergencelaw.ledger.LedgerStanding;
import org.emergencelaw.report.LedgerText;
import org.emergencelaw.store.LedgerSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = {"Lists locked forecasts, the newest first.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = Main.CurrentVersion.class,
        footer = {"", "Example:", "  emergence-law ledger list --state open --task mmlu"})
final class LedgerListCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Mixin
    private LedgerLocation place = new LedgerLocation();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            completionCandidates = States.class,
            description = "Only these: ${COMPLETION-CANDIDATES}.")
    private Optional<LedgerStanding.State> state = Optional.empty();

    @Option(names = "--task", paramLabel = "NAME", description = "Only forecasts of this task.")
    private Optional<String> task = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Maximum number of forecasts listed (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(names = "--json", description = "Print JSON, the same as the API's.")
    private boolean json;

    /** States as the API names them. */
    static final class States extends FitInput.Words {
        States() {
            super(LedgerStanding.State.values());
        }
    }

    LedgerListCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        String query = "/ledger?unlisted=true&limit=" + limit
                + state.map(only -> "&state=" + FitInput.Words.of(only)).orElse("")
                + task.map(only -> "&task=" + URLEncoder.encode(only, StandardCharsets.UTF_8))
                        .orElse("");
        JsonNode listed = place.ask(clock, false, api -> api.getJson(query));
        terminal.out().println(json ? FitInput.json(listed) : text(listed));
        return 0;
    }

    private static String text(JsonNode listed) throws IOException {
        List<LedgerSummary> lines = new ArrayList<>();
        for (JsonNode line : listed.get("items")) lines.add(Json.mapper().treeToValue(line, LedgerSummary.class));
        return LedgerText.list(lines, listed.get("total").asLong());
    }
}
