package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.format.Json;
import org.emergencelaw.ledger.LedgerQuery;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the service of the jar in the middle of writes: each is whole or absent, and what was answered is there. */
class KilledServiceIT {

    private static final int IMPORT_KILLS = 4;
    private static final int ROWS = 1_000;
    private static final String STUDY = "{\"id\": \"s\", \"name\": \"n\", \"task\": \"t\", \"trivial_accuracy\": 0.25,"
            + " \"shots\": 5, \"family\": \"f\"}";

    /** No life is long enough for the slower compiler. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    /** How often a process is killed while it locks forecasts; {@code -Dkills=500} for the long run. */
    private static final int LOCK_KILLS = Integer.getInteger("kills", 4);

    @TempDir
    Path directory;

    @Test
    void everyStudyAndImportIsWholeOrAbsent() throws Exception {
        Random random = new Random(1);
        AtomicInteger sent = new AtomicInteger(), answered = new AtomicInteger();
        int repeated = 0;
        for (int round = 0; round < IMPORT_KILLS; round++) {
            try (ServiceProcess service = ServiceProcess.start(database(), QUICK)) {
                // a client that got no answer asks again with its keys: whatever of it was written, it is 201
                for (; answered.get() < sent.get(); repeated++) {
                    study(service, sent.get());
                    answered.incrementAndGet();
                }
                Thread imports = new Thread(() -> importUntilKilled(service, sent, answered));
                strike(service, imports, answered, random.nextInt(400));
            }
            check(sent.get(), answered.get());
        }
        System.out.println("killed " + IMPORT_KILLS + " times: " + sent + " studies sent with their rows, " + answered
                + " answered, none torn, lost or doubled; " + repeated + " cut off and repeated with their keys");
    }

    private Path database() {
        return directory.resolve("studies.db");
    }

    /** Lets the first write of this life through, then strikes anywhere in those that follow. */
    private static void strike(ServiceProcess service, Thread writes, AtomicInteger answered, int millis)
            throws InterruptedException {
        int before = answered.get();
        writes.start();
        while (answered.get() == before && writes.isAlive()) Thread.sleep(1);
        assertThat(writes.isAlive()).as("writes are answered").isTrue();
        Thread.sleep(millis);
        service.kill();
        writes.join();
    }

    private static JsonNode created(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.mapper().readTree(answer.body());
    }

    private static void importUntilKilled(ServiceProcess service, AtomicInteger sent, AtomicInteger answered) {
        try {
            while (true) {
                study(service, sent.incrementAndGet());
                answered.incrementAndGet();
            }
        } catch (IOException | InterruptedException killed) {
            // as intended
        }
    }

    /** Makes a study with a name and no id, so that a second one would be made beside it, and puts rows into it. */
    private static void study(ServiceProcess service, int number) throws IOException, InterruptedException {
        String name = "b" + number;
        String study = created(service.post(
                        "/api/v1/studies",
                        "application/json",
                        STUDY.replace("\"id\": \"s\", \"name\": \"n\"", "\"name\": \"" + name + "\""),
                        "Idempotency-Key",
                        "study-" + name))
                .get("id")
                .asText();
        created(service.post(
                "/api/v1/studies/" + study + "/observations",
                "text/csv",
                ObservationApiTest.rows(ROWS, name + "-"),
                "Idempotency-Key",
                "rows-" + name));
    }

    /** One study a name, and its rows are all there or none; only the last may lack what was not answered. */
    private void check(int sent, int answered) {
        try (Database database = Database.open(TestDatabase.at(database()))) {
            Map<String, Integer> rows = new TreeMap<>();
            for (Study study : database.studies().list("", sent + 1))
                assertThat(rows.put(study.name(), database.observations().count(study.id())))
                        .as("another study " + study.name())
                        .isNull();
            assertThat(rows.size()).isBetween(answered, sent);
            rows.forEach((name, count) -> assertThat(count)
                    .as("rows of " + name)
                    .isIn(Integer.parseInt(name.substring(1)) <= answered ? List.of(ROWS) : List.of(0, ROWS)));
        }
    }

    /** What was sent, and what was answered, over all lives of the service. */
    private static final class Locks {
        private final Set<String> answered = ConcurrentHashMap.newKeySet();
        private final AtomicInteger count = new AtomicInteger();
        /** Sent and not answered: the one whose answer the kill cut off. */
        private final ConcurrentLinkedQueue<String> cutOff = new ConcurrentLinkedQueue<>();
    }

    @Test
    void everyAcknowledgedLockSurvives() throws Exception {
        Random random = new Random(2);
        Locks locks = new Locks();
        Deque<String> drafts = new ArrayDeque<>();
        String fit = prepare();
        int repeated = 0;
        for (int round = 0; round < LOCK_KILLS; round++) {
            try (ServiceProcess service = ServiceProcess.start(database(), QUICK)) {
                while (drafts.size() < 8) drafts.add(draft(service, fit));
                repeated += repeatCutOff(service, locks);
                Thread writes = new Thread(() -> lockUntilKilled(service, fit, drafts, locks));
                strike(service, writes, locks.count, random.nextInt(120));
            }
            checkLedger(locks);
        }
        System.out.println("killed " + LOCK_KILLS + " times: " + locks.count + " locks acknowledged, all there; "
                + repeated + " cut off and repeated with their key, each there once; chain whole every time");
    }

    /** The study with its fit and a first lock. */
    private String prepare() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(database(), QUICK)) {
            created(service.post("/api/v1/studies", "application/json", STUDY));
            created(service.post("/api/v1/studies/s/observations", "text/csv", LedgerSite.smallStudy()));
            String fit = created(service.post("/api/v1/studies/s/fits", "application/json", "{\"method\": \"mle\"}"))
                    .get("id")
                    .asText();
            created(service.post(lockOf(draft(service, fit)), "application/json", LedgerSite.TERMS));
            service.process().destroy();
            assertThat(service.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            return fit;
        }
    }

    private static String draft(ServiceProcess service, String fit) throws Exception {
        return created(service.post(
                        "/api/v1/fits/" + fit + "/forecasts",
                        "application/json",
                        "{\"params\": \"4B\", \"tokens\": \"1T\"}"))
                .get("id")
                .asText();
    }

    private static String lockOf(String forecast) {
        return "/api/v1/forecasts/" + forecast + "/lock";
    }

    private static HttpResponse<String> lock(ServiceProcess service, String forecast)
            throws IOException, InterruptedException {
        return service.post(lockOf(forecast), "application/json", LedgerSite.TERMS, "Idempotency-Key", forecast);
    }

    private static void lockUntilKilled(ServiceProcess service, String fit, Deque<String> drafts, Locks locks) {
        try {
            while (true) {
                String forecast = drafts.isEmpty() ? draft(service, fit) : drafts.remove();
                locks.cutOff.add(forecast);
                if (lock(service, forecast).statusCode() != 201) return;
                locks.answered.add(forecast);
                locks.cutOff.remove(forecast);
                locks.count.incrementAndGet();
            }
        } catch (Exception killed) {
            // as intended
        }
    }

    /** A client that got no answer asks again with its key: whether the lock was written or not, it is 201. */
    private static int repeatCutOff(ServiceProcess service, Locks locks) throws Exception {
        int repeated = 0;
        for (String forecast = locks.cutOff.poll(); forecast != null; forecast = locks.cutOff.poll()) {
            created(lock(service, forecast));
            locks.answered.add(forecast);
            repeated++;
        }
        return repeated;
    }

    private void checkLedger(Locks locks) {
        try (Database database = Database.open(TestDatabase.at(database()))) {
            assertThat(database.ledger().verify().broken()).as("chain").isEmpty();
            for (String forecast : locks.answered)
                assertThat(database.ledger().of(forecast))
                        .as("lock of " + forecast)
                        .hasSize(1);
            int all = database.ledger().count(LedgerQuery.newest(1));
            // one is of the preparation
            assertThat(all - 1).isBetween(locks.answered.size(), locks.answered.size() + locks.cutOff.size());
        }
    }
}
