package org.emergencelaw.cli.option;

import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.util.Optional;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.ledger.LedgerQuery;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.ForecastLedger;
import org.emergencelaw.workspace.LockRequest;
import org.emergencelaw.workspace.PlanRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the ledger is: in a database file, or behind the API of a running service. */
public final class LedgerLocation {

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Use a running service instead, such as http://127.0.0.1:8080.")
    private Optional<String> url = Optional.empty();

    /** The ledger of one place, with the studies and forecasts that it locks. */
    public interface Ledger extends StudyLocation.Studies {

        /** Fits what is in a study now; returns the id of the fit. */
        String fit(String studyId, FitRequest request) throws IOException;

        /** Forecasts by a fit; returns the id of the forecast. */
        String forecast(String fitId, PlanRequest plan) throws IOException;

        ForecastLedger.Entry lock(String forecastId, LockRequest terms) throws IOException;

        /** Writes an entry that a person states. */
        ForecastLedger.Entry state(LedgerEntry.Kind kind, String forecastId, LedgerEntry.Body body) throws IOException;

        /** @throws InvalidInputException if any row is faulty; then nothing is decided */
        ForecastLedger.Entry outcome(String forecastId, ObservationFile results) throws IOException;

        ForecastLedger.Entry entry(String forecastId) throws IOException;

        ForecastLedger.Page list(LedgerQuery query) throws IOException;

        /** The whole chain as JSON lines. */
        void export(Writer out) throws IOException;

        /** The table of all locked forecasts, for spreadsheets. */
        String table() throws IOException;
    }

    /**
     * Opens the ledger to read it.
     *
     * @throws IllegalArgumentException if there is no such database file
     */
    public Ledger openToRead(Clock clock) throws IOException {
        Optional<ServiceClient> service = options.service(url);
        return service.isPresent() ? service.get() : new LocalWorkspace(options.openToRead(clock));
    }

    /** @throws IllegalArgumentException if there is no such database file */
    public Ledger open(Clock clock) throws IOException {
        Optional<ServiceClient> service = options.service(url);
        return service.isPresent() ? service.get() : new LocalWorkspace(options.openExisting(clock));
    }

    /** As {@link #open}, but a database file that is not there is made. */
    public Ledger openOrCreate(Clock clock) throws IOException {
        Optional<ServiceClient> service = options.service(url);
        return service.isPresent() ? service.get() : new LocalWorkspace(options.open(clock));
    }
}
