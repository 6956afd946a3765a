package org.emergencelaw.store.dialect;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * A schema of a PostgreSQL server, the first in the search path, for any number of services at once. Who writes holds one lock of the
 * schema for as long as the transaction takes: one writer at a time, as with SQLite, so what a transaction read stays true until it
 * ends, and the chain of the ledger has one end. Who only reads sees the state of one moment and waits for nobody.
 */
record PostgreSql(String url) implements Dialect {

    static final String PREFIX = "jdbc:postgresql:";

    /** Few: one server has room for several services. */
    private static final int READERS = 12;

    private static final int WRITERS = 4;

    /** Rows that are fetched at once from a result that is read in passing. */
    private static final String ROWS_AT_ONCE = "500";

    /** A machine that is gone without a word holds its lock until its silence was noticed: after 20 s + 3 times 5 s. */
    private static final String OF_WRITERS = "set lock_timeout = " + MILLIS_TO_WAIT
            + "; set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3";

    /** See postgresql.org/docs/current/errcodes-appendix.html. */
    private static final String DISK_FULL = "53100";

    private static final String READ_ONLY = "25006";
    private static final Set<String> NO_TURN = Set.of("55P03", "40001", "40P01", "57014");
    /** A character that is none, or the one with the number 0, in text or in JSON. */
    private static final Set<String> NO_TEXT = Set.of("22021", "22P05");

    @Override
    public String name() {
        return withoutPassword(url);
    }

    static String withoutPassword(String url) {
        return url.replaceAll("(?i)([?&]password=)[^&]*", "$1***").replaceAll("//([^/@:]*):[^/@]*@", "//$1:***@");
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public String migrations() {
        return "classpath:org/emergencelaw/store/dialect/postgresql";
    }

    @Override
    public void configure(HikariConfig pool, boolean writes) {
        pool.setJdbcUrl(url);
        pool.addDataSourceProperty("ApplicationName", "emergence-law");
        pool.addDataSourceProperty("connectTimeout", Integer.toString(MILLIS_TO_WAIT / 1_000));
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        pool.addDataSourceProperty("defaultRowFetchSize", ROWS_AT_ONCE);
        pool.setReadOnly(!writes);
        pool.setTransactionIsolation(writes ? "TRANSACTION_READ_COMMITTED" : "TRANSACTION_REPEATABLE_READ");
        if (writes) pool.setConnectionInitSql(OF_WRITERS);
        pool.setMaximumPoolSize(writes ? WRITERS : READERS);
    }

    @Override
    public void claimWriting(Handle handle) {
        handle.execute("select pg_advisory_xact_lock(hashtext('emergence-law'), hashtext(current_schema()))");
    }

    @Override
    public boolean hasTable(Handle handle, String table) {
        return handle.createQuery("select exists (select 1 from information_schema.tables"
                        + " where table_schema = current_schema() and table_name = :table)")
                .bind("table", table)
                .mapTo(Boolean.class)
                .one();
    }

    @Override
    public String json(String column, String path, JsonType type) {
        String text = "cast(" + column + " as json) #>> '{" + path.replace('.', ',') + "}'";
        return switch (type) {
            case TEXT -> text;
            case WHOLE -> "cast(" + text + " as bigint)";
            case NUMBER -> "cast(" + text + " as double precision)";
            case TRUTH -> "cast(" + text + " as boolean)";
        };
    }

    @Override
    public String isJson(String column) {
        return "(" + column + " is json)";
    }

    @Override
    public String isBytesOrJson(String column) {
        return "(" + column + " is not null)";
    }

    @Override
    public void fill(Handle handle) {
        handle.execute("create table room (bytes text)");
        handle.execute("insert into room select md5(cast(i as text)) from generate_series(1, ?) i", ROOM / 32);
    }

    @Override
    public void shrink(Handle handle) {
        handle.execute("vacuum");
    }

    @Override
    public long bytes(Handle handle) {
        return handle.createQuery("select coalesce(sum(pg_total_relation_size(c.oid)), 0) from pg_class c"
                        + " where c.relnamespace = to_regnamespace(quote_ident(current_schema())) and c.relkind = 'r'")
                .mapTo(Long.class)
                .one();
    }

    /** Which transactions have ended is another set after every commit. */
    @Override
    public String version() {
        return "select hashtextextended(cast(pg_current_snapshot() as text), 0)";
    }

    @Override
    public Optional<Outage> outage(SQLException failed) {
        String state = Optional.ofNullable(failed.getSQLState()).orElse("");
        if (state.startsWith("08") || state.startsWith("57P"))
            return Optional.of(new Outage(Outage.Kind.ANSWER, "the database server does not answer"));
        if (state.equals(DISK_FULL))
            return Optional.of(new Outage(Outage.Kind.ROOM, "the disk of the database is full"));
        if (state.startsWith("53"))
            return Optional.of(new Outage(Outage.Kind.TURN, "the database server is asked for too much at once"));
        if (state.equals(READ_ONLY))
            return Optional.of(new Outage(Outage.Kind.TURN, "the database server takes no writes"));
        return NO_TURN.contains(state)
                ? Optional.of(new Outage(Outage.Kind.TURN, "another service writes to the database"))
                : Optional.empty();
    }

    @Override
    public boolean refusesText(SQLException failed) {
        return NO_TEXT.contains(Optional.ofNullable(failed.getSQLState()).orElse(""));
    }
}
