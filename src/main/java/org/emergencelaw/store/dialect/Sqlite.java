package org.emergencelaw.store.dialect;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * One SQLite file, with WAL and {@code synchronous=FULL}: one connection that writes, for it has one writer at a time, and several that
 * only read and so wait for nobody.
 */
record Sqlite(Path path) implements Dialect {

    private static final int READERS = 12;

    /** For each connection, outside the heap; a negative number means KiB. */
    private static final String KIB_OF_CACHE = "-1000";

    /** Primary result codes, see sqlite.org/rescode.html. */
    private static final int BUSY = 5;

    private static final int LOCKED = 6;
    private static final int READ_ONLY = 8;
    private static final int IO = 10;
    private static final int FULL = 13;

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(path);
    }

    @Override
    public String migrations() {
        return "classpath:org/emergencelaw/store/dialect/sqlite";
    }

    /** There is one writer, whose turn comes for certain: it waits out a large import, say. */
    @Override
    public int millisForATurn() {
        return 30_000;
    }

    @Override
    public void configure(HikariConfig pool, boolean writes) {
        pool.setJdbcUrl("jdbc:sqlite:" + path);
        // another process that writes is waited for rather than refused
        pool.addDataSourceProperty("busy_timeout", Integer.toString(MILLIS_TO_WAIT));
        pool.addDataSourceProperty("journal_mode", "WAL");
        pool.addDataSourceProperty("synchronous", "FULL");
        pool.addDataSourceProperty("foreign_keys", "true");
        // take the write lock at the start: a read that turns into a write could otherwise fail with BUSY
        pool.addDataSourceProperty("transaction_mode", writes ? "IMMEDIATE" : "DEFERRED");
        pool.addDataSourceProperty("cache_size", KIB_OF_CACHE);
        pool.setConnectionInitSql("pragma query_only = " + !writes);
        pool.setMaximumPoolSize(writes ? 1 : READERS);
    }

    @Override
    public void claimWriting(Handle handle) {
        // the one connection that writes begins its transactions so
    }

    @Override
    public boolean hasTable(Handle handle, String table) {
        return handle.createQuery("select exists (select 1 from sqlite_master where name = :table)")
                .bind("table", table)
                .mapTo(Boolean.class)
                .one();
    }

    @Override
    public String json(String column, String path, JsonType type) {
        return column + " ->> '$." + path + "'";
    }

    @Override
    public String isJson(String column) {
        return "json_valid(" + column + ")";
    }

    @Override
    public String isBytesOrJson(String column) {
        return "(typeof(" + column + ") = 'blob' or json_valid(" + column + "))";
    }

    @Override
    public void fill(Handle handle) {
        handle.execute("create table room (bytes blob)");
        handle.execute("insert into room values (zeroblob(?))", ROOM);
    }

    @Override
    public void shrink(Handle handle) {
        handle.execute("vacuum");
        handle.execute("pragma wal_checkpoint(truncate)");
    }

    @Override
    public long bytes(Handle handle) {
        long bytes = 0;
        for (String beside : new String[] {"", "-wal"})
            try {
                Path file = path.resolveSibling(path.getFileName() + beside);
                if (Files.exists(file)) bytes += Files.size(file);
            } catch (IOException gone) {
                // counted the next time
            }
        return bytes;
    }

    @Override
    public String version() {
        return "pragma data_version";
    }

    @Override
    public Optional<Outage> outage(SQLException failed) {
        return switch (failed.getErrorCode() & 0xFF) {
            case BUSY, LOCKED -> Optional.of(new Outage(Outage.Kind.TURN, "another process holds the database file"));
            case FULL -> Optional.of(new Outage(Outage.Kind.ROOM, "the disk of the database is full"));
            case IO, READ_ONLY -> Optional.of(new Outage(Outage.Kind.ROOM, "the database file cannot be written"));
            default -> Optional.empty();
        };
    }

    @Override
    public boolean refusesText(SQLException failed) {
        return false;
    }
}
