package org.emergencelaw.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.ingest.Import;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.Json;
import org.emergencelaw.ingest.TaskCatalogue;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.Database;
import org.emergencelaw.web.Desk;
import org.emergencelaw.web.Imported;
import org.emergencelaw.web.Intake;
import org.emergencelaw.web.Problem;

/** Studies of a database file. */
record LocalStudies(Database database, Desk desk, TaskCatalogue catalogue) implements StudyPlace {

    static LocalStudies open(String file, TaskCatalogue catalogue, Clock clock) {
        Database database = Database.open(Path.of(file), Json.mapper());
        return new LocalStudies(database, new Desk(database, clock), catalogue);
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
    public Imported submit(String id, Intake.Mode mode, ImportFiles files) {
        Import read = desk.intake().submit(desk.study(id), mode, rules -> files.read(rules, catalogue));
        if (!read.accepted()) throw new Refused(files.name(), Problem.refusal(read));
        return Imported.of(id, mode, read);
    }

    @Override
    public void close() {
        database.close();
    }
}
