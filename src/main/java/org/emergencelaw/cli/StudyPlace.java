package org.emergencelaw.cli;

import java.io.IOException;
import java.util.List;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.Imported;
import org.emergencelaw.web.Intake;

/** Where studies are: in a database file, or behind the API of a running service. */
sealed interface StudyPlace extends AutoCloseable permits LocalStudies, RemoteStudies {

    boolean has(String id) throws IOException;

    /** Models that are known there. */
    List<KnownModel> models() throws IOException;

    void create(Study study) throws IOException;

    /** @throws Refused if any row is faulty; then nothing is saved */
    Imported submit(String id, Intake.Mode mode, ImportFiles files) throws IOException;

    @Override
    void close();
}
