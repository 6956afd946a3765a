package org.emergencelaw.cli;

import java.io.IOException;
import java.util.Map;
import org.emergencelaw.ingest.Json;
import org.emergencelaw.observation.Study;
import org.emergencelaw.web.Desk;
import org.emergencelaw.web.Imported;

/** Studies of a running service, by its API. */
record RemoteStudies(Api api) implements StudyPlace {

    @Override
    public boolean has(String id) throws IOException {
        return api.find("/studies/" + id).isPresent();
    }

    @Override
    public void create(Study study) throws IOException {
        api.postJson(
                "/studies",
                Map.of(
                        "id", study.id(),
                        "name", study.name(),
                        "task", study.task().name(),
                        "metric", study.task().metric(),
                        "trivial_accuracy", study.task().trivialAccuracy(),
                        "shots", study.task().shots(),
                        "family", study.family()));
    }

    @Override
    public Imported submit(String id, Desk.Mode mode, ObservationFile rows) throws IOException {
        boolean replace = mode == Desk.Mode.REPLACE || mode == Desk.Mode.PREVIEW_REPLACE;
        String query = "?dry_run=" + !mode.saves() + "&replace=" + replace;
        String answer = api.post("/studies/" + id + "/observations" + query, rows.type(), rows.content());
        return Json.mapper().readValue(answer, Imported.class);
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
