package org.emergencelaw.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.emergencelaw.ingest.Import;
import org.emergencelaw.ingest.Json;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.Database;
import org.emergencelaw.web.Desk;
import org.emergencelaw.web.Imported;
import org.emergencelaw.web.Problem;

/** Studies of a database file. */
record LocalStudies(Database database, Desk desk) implements StudyPlace {

    static LocalStudies open(String file, Clock clock) {
        Database database = Database.open(Path.of(file), Json.mapper());
        return new LocalStudies(database, new Desk(database, clock));
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
    public Imported submit(String id, Desk.Mode mode, ObservationFile rows) {
        Import read = desk.submit(desk.study(id), mode, rows::rows);
        if (!read.accepted()) throw new Refused(rows.name(), Problem.refusal(read));
        return Imported.of(id, mode, read);
    }

    @Override
    public void close() {
        database.close();
    }
}
