package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.emergencelaw.OfFilesAlone;
import org.emergencelaw.store.Database;
import org.emergencelaw.workspace.upkeep.Backups;
import org.emergencelaw.workspace.upkeep.DatabaseVerification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a service that is written to all the time. */
@OfFilesAlone("a server is backed up by its own tools")
class BackupApiTest {

    private static final int WRITERS = 4;
    private static final int BACKUPS = 6;

    @TempDir
    Path directory;

    @Test
    void everyBackupUnderLoadIsWholeAndIsRestoredAsItIs() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        List<Path> backups = new ArrayList<>();
        List<Integer> before = new ArrayList<>(), after = new ArrayList<>();
        try (RunningService service = RunningService.in(directory)) {
            List<Thread> writers = Stream.generate(() -> new Thread(() -> write(service, ended, answered)))
                    .limit(WRITERS)
                    .toList();
            writers.forEach(Thread::start);
            while (answered.get() < 2 * WRITERS) Thread.sleep(10);
            for (int i = 0; i < BACKUPS; i++) {
                Path backup = directory.resolve("backup-" + i + ".db");
                before.add(answered.get());
                HttpResponse<Path> answer = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/backup"))
                                        .build(),
                                BodyHandlers.ofFile(backup));
                assertThat(answer.statusCode()).isEqualTo(200);
                after.add(answered.get() + WRITERS);
                backups.add(backup);
            }
            ended.set(true);
            String metrics = service.get("/metrics").body();
            assertThat(metrics)
                    .contains(
                            "emergence_law_requests_seconds_count{method=\"GET\",path=\"/api/v1/backup\",status=\"200\"} 6")
                    .contains("path=\"/api/v1/studies/{id}/observations\"")
                    .contains("jvm_memory_used_bytes{area=\"heap\"")
                    .contains("emergence_law_jobs_open 0", "emergence_law_fits 0", "emergence_law_database_bytes ")
                    .containsPattern("emergence_law_last_backup_timestamp_seconds 1\\.[0-9]+E9")
                    .doesNotContain("studies/s-");
            for (Thread writer : writers) writer.join();
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".download"));
            }
        }
        assertThat(after.get(BACKUPS - 1)).as("it was written to").isGreaterThan(before.get(0) + WRITERS);
        for (int i = 0; i < BACKUPS; i++) {
            DatabaseVerification found = DatabaseVerification.of(backups.get(i), Optional.empty());
            assertThat(found.faults()).isEmpty();
            assertThat(found.studies()).isBetween(before.get(i), after.get(i));
        }
        isRestored(backups.get(BACKUPS - 1));
    }

    private static void write(RunningService service, AtomicBoolean ended, AtomicInteger answered) {
        while (!ended.get()) {
            String study = service.newStudy();
            answered.incrementAndGet();
            service.postCsv(study + "/observations", ObservationApiTest.rows(300, "m"));
        }
    }

    private void isRestored(Path backup) throws Exception {
        Path other = directory.resolve("restored.db");
        Backups.restore(backup, other, Clock.systemUTC());
        assertThat(Files.mismatch(backup, other)).as("the same bytes").isEqualTo(-1);
        try (Database restored = Database.open(other)) {
            restored.studies().list("", 10_000).forEach(study -> {
                int rows = restored.observations().count(study.id());
                assertThat(rows).as("rows of " + study.id()).isIn(0, 300);
            });
        }
    }

    @Test
    void whatAKilledLifeLeftOfABackupGoesWithTheNextStart() throws Exception {
        Path left = Files.createFile(directory.resolve("studies.db.5f0c.download.part"));
        Path other = Files.createFile(directory.resolve("studies.db.schema-3.backup"));
        try (RunningService service = RunningService.in(directory)) {
            assertThat(service.get("/healthz").status()).isEqualTo(200);
            assertThat(left).doesNotExist();
            assertThat(other).exists();
            Path owner = directory.resolve("studies.db.owner");
            if (Files.exists(owner))
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(owner)))
                        .as("like all that is written beside the database")
                        .isEqualTo("rw-------");
        }
    }
}
