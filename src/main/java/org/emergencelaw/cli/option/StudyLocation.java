package org.emergencelaw.cli.option;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.workspace.ImportReport;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.ObservationImport;
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

    /** Studies of one place. */
    public interface Studies extends AutoCloseable {

        boolean has(String id) throws IOException;

        /** Models that are known there. */
        List<KnownModel> models() throws IOException;

        void create(NewStudy study) throws IOException;

        /** @throws InvalidInputException if any row is faulty; then nothing is saved */
        ImportReport submit(String id, ObservationImport.Mode mode, ImportFiles files) throws IOException;

        /** The same into a study without rows, which takes the task and the family of these. */
        ImportReport adopt(String id, ObservationImport.Mode mode, ImportFiles files) throws IOException;

        /** Rows of a study as tidy CSV. */
        String rows(String id) throws IOException;

        @Override
        void close();
    }

    /** The published loss laws of the settings. */
    public PublishedLossLaws lossLaws() throws IOException {
        return PublishedLossLaws.of(options.settings());
    }

    /** Most rows of one study by the settings here; a service has its own. */
    public int maxRows() throws IOException {
        return url.isPresent()
                ? Integer.MAX_VALUE
                : options.settings().maxRows().orElseThrow();
    }

    /** @param tasks catalogue of tasks that rows of evaluation harnesses may be of */
    public Studies open(TaskCatalogue tasks, Clock clock) throws IOException {
        Optional<ServiceClient> service = options.service(url);
        return service.isPresent() ? service.get() : new LocalWorkspace(options.open(tasks, clock));
    }
}
