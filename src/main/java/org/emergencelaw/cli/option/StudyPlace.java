package org.emergencelaw.cli.option;

import java.io.IOException;
import java.util.List;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.ImportReport;
import org.emergencelaw.workspace.ObservationImport;

/** Where studies are: in a database file, or behind the API of a running service. */
public sealed interface StudyPlace extends AutoCloseable permits LocalStudies, RemoteStudies {

    boolean has(String id) throws IOException;

    /** Models that are known there. */
    List<KnownModel> models() throws IOException;

    void create(Study study) throws IOException;

    /** @throws InvalidInputException if any row is faulty; then nothing is saved */
    ImportReport submit(String id, ObservationImport.Mode mode, ImportFiles files) throws IOException;

    @Override
    void close();
}
