package org.emergencelaw.web.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.web.http.Downloads;
import org.emergencelaw.web.http.Metrics;
import org.emergencelaw.workspace.Conflict;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.upkeep.Backups;

/** A copy of the database as it is now. */
public record BackupRoutes(Workspace workspace, Metrics metrics) {

    public static final String TYPE = "application/vnd.sqlite3";

    public void download(Context ctx) throws IOException {
        // beside the database: a folder for temporary files may be small, or in memory
        Path database = workspace
                .file()
                .orElseThrow(() -> new Conflict(
                        ProblemCode.BACKUP_BY_SERVER,
                        "the database is a PostgreSQL server's, whose own tools take a backup: "
                                + "pg_dump, or pg_basebackup with its log"))
                .toAbsolutePath();
        Path copy = database.resolveSibling(database.getFileName() + "." + UUID.randomUUID() + ".download");
        Downloads.deleteAtEnd(ctx, copy);
        Backups.make(database, copy);
        metrics.backedUp();
        Downloads.file(ctx, copy, TYPE, "emergence-law.db");
    }
}
