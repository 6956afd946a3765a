package org.emergencelaw.cli.option;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.Database;
import org.emergencelaw.workspace.ImportReport;
import org.emergencelaw.workspace.ObservationImport;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Workspace;

/** Studies of a database file. */
record LocalStudies(Database database, Workspace desk, TaskCatalogue catalogue) implements StudyPlace {

    static LocalStudies open(String file, TaskCatalogue catalogue, Clock clock) {
        Database database = Database.open(Path.of(file), Json.mapper());
        return new LocalStudies(database, new Workspace(database, clock), catalogue);
    }

    @Override
    public boolean has(String id) {
        return database.studies().find(id).isPresent();
    }

    @Override
    public void create(Study study) {
        desk.create(Optional.of(study.id()), study.name(), study.task(), study.family());
    }

    @Override
    public List<KnownModel> models() {
        return database.models().all();
    }

    @Override
    public ImportReport submit(String id, ObservationImport.Mode mode, ImportFiles files) {
        ImportResult read = desk.intake().submit(desk.study(id), mode, rules -> files.read(rules, catalogue));
        if (!read.accepted()) throw new InvalidInputException(files.name(), Problem.refusal(read));
        return ImportReport.of(id, mode, read);
    }

    @Override
    public void close() {
        database.close();
    }
}
