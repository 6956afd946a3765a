package org.emergencelaw.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.Main;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.LedgerLocation;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.report.ConsoleTable;
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
    public static String text(JsonNode entry) {
        JsonNode standing = entry.get("standing"), lock = entry.get("lock");
        StringBuilder text = new StringBuilder();
        text.append(lock.get("claim").asText()).append("\n\n");
        text.append(new ConsoleTable()
                .row(
                        "State",
                        standing.get("state").asText()
                                + (standing.get("disputed").asBoolean() ? ", disputed" : ""))
                .row(
                        "Probability",
                        ConsoleTable.plain(standing.get("probability").asDouble()))
                .row("Seen before", standing.get("seen").asText())
                .row("Forecast", standing.get("forecast_id").asText()));
        text.append('\n').append(said(lock)).append('\n');
        for (JsonNode event : entry.get("entries"))
            text.append("entry ")
                    .append(event.get("sequence").asLong())
                    .append(", ")
                    .append(event.get("at").asText())
                    .append(", ")
                    .append(event.get("kind").asText())
                    .append(": ")
                    .append(event.get("words").asText())
                    .append("\n  SHA-256 ")
                    .append(event.get("sha256").asText())
                    .append('\n');
        return text.toString().stripTrailing();
    }

    private static String said(JsonNode lock) {
        ConsoleTable table = new ConsoleTable().row("Rivals", "probability", "of");
        for (JsonNode rival : lock.get("rivals"))
            table.row(
                    "  " + rival.get("key").asText(),
                    rival.get("probability").isNull()
                            ? ConsoleTable.NONE
                            : ConsoleTable.plain(rival.get("probability").asDouble()),
                    rival.get("basis").isNull()
                            ? "abstained"
                            : rival.get("basis").asText());
        return table.toString();
    }
}
