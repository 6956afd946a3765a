package org.emergencelaw.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.Main;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.LedgerLocation;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.format.Json;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LockedForecast;
import org.emergencelaw.report.LedgerText;
import org.emergencelaw.store.LedgerSummary;
import org.emergencelaw.workspace.ForecastLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = {"Shows a locked forecast with all its entries.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = Main.CurrentVersion.class,
        footer = {"", "Example:", "  emergence-law ledger show 0c676820-f31c-4f0d-b8c9-5b42c7749e15"})
public final class LedgerShowCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Parameters(paramLabel = "ID", description = "Id of the forecast.")
    private String id = "";

    @Mixin
    private LedgerLocation place = new LedgerLocation();

    @Option(names = "--json", description = "Print JSON, the same as the API's.")
    private boolean json;

    LedgerShowCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        JsonNode entry = place.ask(clock, false, api -> api.getJson("/ledger/" + id));
        terminal.out().println(json ? FitInput.json(entry) : text(entry));
        return 0;
    }

    /** An entry of the API for people. */
    public static String text(JsonNode entry) throws IOException {
        ObjectMapper json = Json.mapper();
        List<ForecastLedger.Event> events = new ArrayList<>();
        for (JsonNode event : entry.get("entries"))
            events.add(new ForecastLedger.Event(
                    event.get("sequence").asLong(),
                    Instant.parse(event.get("at").asText()),
                    json.treeToValue(event.get("kind"), LedgerEntry.Kind.class),
                    event.get("sha256").asText(),
                    event.get("words").asText(),
                    event.get("line").toString()));
        return LedgerText.of(new ForecastLedger.Entry(
                json.treeToValue(entry.get("standing"), LedgerSummary.class),
                Instant.parse(entry.get("now").asText()),
                json.treeToValue(entry.get("lock"), LockedForecast.class),
                Optional.empty(),
                events));
    }
}
