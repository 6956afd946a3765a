package org.emergencelaw.cli.option;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.emergencelaw.config.TaskCatalogue;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where studies are: in a database file, or behind the API of a running service. */
public final class StudyLocation {

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Submit to a running service, such as http://127.0.0.1:8080.")
    private Optional<String> url = Optional.empty();

    /** @param catalogue tasks that rows of evaluation harnesses may be of */
    public StudyPlace open(TaskCatalogue catalogue, Clock clock) throws IOException {
        if (url.isPresent() && options.databaseGiven())
            throw new IllegalArgumentException("give --url or --database, not both");
        return url.isPresent()
                ? new RemoteStudies(ServiceClient.at(url.get()))
                : LocalStudies.open(options.settings().database(), catalogue, clock);
    }
}
