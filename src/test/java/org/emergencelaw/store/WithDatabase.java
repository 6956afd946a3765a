package org.emergencelaw.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.ParamCount;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real database of its own for each test. */
abstract class WithDatabase {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00.000000001Z");

    @TempDir
    Path directory;

    Database database;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabase.at(file()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    Path file() {
        return directory.resolve("studies.db");
    }

    /** A study that is kept. */
    Study study(String id) {
        Study study = new Study(
                id,
                "Näme \"" + id + "\"",
                new Task("t", "accuracy", 0.25, 5),
                "f",
                NOW,
                new ComputeConvention(12, ParamCount.NON_EMBEDDING, Optional.of("besiroglu_2024")));
        database.studies().add(study);
        return study;
    }

    /** Runs SQL as another program would. */
    void sql(String text) throws SQLException {
        try (Connection connection = TestDatabase.connect(file());
                Statement statement = connection.createStatement()) {
            if (!TestDatabase.isOfServer()) statement.execute("pragma foreign_keys = true");
            statement.execute(text);
        }
    }

    int count(String table) throws SQLException {
        try (Connection connection = TestDatabase.connect(file());
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getInt(1);
        }
    }
}
