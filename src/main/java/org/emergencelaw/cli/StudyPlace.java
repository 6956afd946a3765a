package org.emergencelaw.cli;

import java.io.IOException;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.Desk;
import org.emergencelaw.web.Imported;

/** Where studies are: in a database file, or behind the API of a running service. */
sealed interface StudyPlace extends AutoCloseable permits LocalStudies, RemoteStudies {

    boolean has(String id) throws IOException;

    void create(Study study) throws IOException;

    /** @throws Refused if any row is faulty; then nothing is saved */
    Imported submit(String id, Desk.Mode mode, ObservationFile rows) throws IOException;

    @Override
    void close();
}
