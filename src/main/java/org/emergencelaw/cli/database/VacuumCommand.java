package org.emergencelaw.cli.database;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.ServiceOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.workspace.upkeep.Retention;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "vacuum",
        description = {"Deletes old fits, with the drafts that rest on them, and gives the room back to the disk.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Rows, the ledger, and every fit that a locked forecast rests on stay. A fit that is gone can be made again.",
            "",
            "Example:",
            "  emergence-law vacuum --keep 5 --older-than 30"
        })
public final class VacuumCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Option(names = "--keep", paramLabel = "N", description = "Newest fits of a study that stay (default: 5).")
    private int keep = 5;

    @Option(names = "--older-than", paramLabel = "DAYS", description = "Age up to which all fits stay (default: 30).")
    private int days = 30;

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    public VacuumCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        Retention.Done done = new Retention(keep, Duration.ofDays(days)).apply(options.existing(), clock);
        terminal.out()
                .println(
                        json
                                ? FitInput.json(done)
                                : DisplayNumbers.plural(done.fitsDeleted(), "fit") + " deleted, " + done.fitsKept()
                                        + " kept; the database takes " + DisplayNumbers.whole(done.bytesAfter())
                                        + " bytes, and took " + DisplayNumbers.whole(done.bytesBefore()));
        return 0;
    }
}
