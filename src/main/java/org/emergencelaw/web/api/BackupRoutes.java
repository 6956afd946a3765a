package org.emergencelaw.web.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import org.emergencelaw.web.http.Downloads;
import org.emergencelaw.web.http.Metrics;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.upkeep.Backups;

/** A copy of the database as it is now. */
public record BackupRoutes(Workspace workspace, Metrics metrics) {

    public static final String TYPE = "application/vnd.sqlite3";

    public void download(Context ctx) throws IOException {
        Path database = workspace.file();
        Path copy = Backups.download(database);
        Downloads.deleteAtEnd(ctx, copy);
        Backups.make(database, copy);
        metrics.backedUp();
        Downloads.file(ctx, copy, TYPE, "emergence-law.db");
    }
}
