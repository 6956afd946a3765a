package org.emergencelaw.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.emergencelaw.ledger.ChainVerification;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Puts all rows of a database into another that has none, of either kind, in one transaction. Nobody writes to either meanwhile. It is
 * kept only if what the other has then is the same, by a digest a table, and its chain is in order.
 */
public record DatabaseCopy(Database from, Database to) {

    private static final int BATCH = 50;

    /**
     * A table that was copied.
     *
     * @param sha256 of its rows in the order of their key, which is the same in both
     */
    public record Table(String name, long rows, String sha256) {}

    /**
     * Columns that are written; the others are computed from them.
     *
     * @param bytes which of them hold bytes, in either database
     */
    private record Columns(String table, List<String> names, Set<String> bytes, List<String> key) {

        String select() {
            return "select " + String.join(", ", names) + " from " + table + " order by " + String.join(", ", key);
        }

        @Nullable
        Object value(ResultSet row, String name) throws SQLException {
            return bytes.contains(name) ? row.getBytes(name) : row.getObject(name);
        }
    }

    /**
     * @return its tables, in the order in which they were copied
     * @throws IllegalArgumentException if the other has any row; then nothing is written
     */
    public List<Table> run() {
        try {
            return from.connections().inTransaction(source -> into(source));
        } catch (SQLException broken) {
            throw new IllegalStateException("the tables of a database must be listed by it", broken);
        }
    }

    private List<Table> into(Handle source) throws SQLException {
        return to.connections().inTransaction(target -> copied(source, target));
    }

    private List<Table> copied(Handle source, Handle target) throws SQLException {
        Set<String> tables = tables(source);
        if (!tables.equals(tables(target)))
            throw new IllegalStateException("both must have the same tables: " + tables + " and " + tables(target));
        for (String table : tables)
            if (target.createQuery("select exists (select 1 from " + table + ")")
                    .mapTo(Boolean.class)
                    .one())
                throw new IllegalArgumentException("the database " + to.name()
                        + " is not empty: there is something in its" + " table " + table + "; nothing was written");
        List<Columns> all = new ArrayList<>();
        for (String table : tables) all.add(columns(source, target, table));
        for (Columns columns : all) copy(source, target, columns);
        // rows that come in take it from their study
        copyRevisions(source, target);
        List<Table> copied = new ArrayList<>();
        for (Columns columns : all) copied.add(same(source, target, columns));
        ChainVerification chain = new LedgerCheck(target, to.connections().dialect()).verify();
        if (!chain.whole())
            throw new IllegalArgumentException("the ledger is broken at entry "
                    + chain.broken().map(ChainVerification.Broken::sequence).orElse(0L) + "; nothing was written");
        return copied;
    }

    /** Each after those that its rows refer to. */
    private static Set<String> tables(Handle handle) throws SQLException {
        Connection connection = handle.getConnection();
        Set<String> all = new TreeSet<>();
        try (ResultSet row =
                connection.getMetaData().getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (row.next())
                if (!row.getString("TABLE_NAME").equals(Database.HISTORY)) all.add(row.getString("TABLE_NAME"));
        }
        Set<String> ordered = new LinkedHashSet<>();
        for (String table : all) addBehindOthers(connection, table, ordered);
        return ordered;
    }

    private static void addBehindOthers(Connection connection, String table, Set<String> ordered) throws SQLException {
        Set<String> others = new TreeSet<>();
        try (ResultSet row = connection.getMetaData().getImportedKeys(null, connection.getSchema(), table)) {
            while (row.next()) others.add(row.getString("PKTABLE_NAME"));
        }
        for (String other : others) if (!other.equals(table)) addBehindOthers(connection, other, ordered);
        ordered.add(table);
    }

    private static Columns columns(Handle source, Handle target, String table) throws SQLException {
        TreeSet<String> bytes = new TreeSet<>();
        List<String> names = new ArrayList<>();
        for (Handle handle : List.of(target, source)) {
            names.clear();
            Connection connection = handle.getConnection();
            try (ResultSet row = connection.getMetaData().getColumns(null, connection.getSchema(), table, "%")) {
                while (row.next()) {
                    String name = row.getString("COLUMN_NAME");
                    if (!"YES".equals(row.getString("IS_GENERATEDCOLUMN"))) names.add(name);
                    if (row.getInt("DATA_TYPE") == Types.BINARY) bytes.add(name);
                }
            }
        }
        return new Columns(table, names, bytes, key(source.getConnection(), table));
    }

    private static List<String> key(Connection connection, String table) throws SQLException {
        TreeMap<Integer, String> key = new TreeMap<>();
        DatabaseMetaData about = connection.getMetaData();
        try (ResultSet row = about.getPrimaryKeys(null, connection.getSchema(), table)) {
            while (row.next()) key.put(row.getInt("KEY_SEQ"), row.getString("COLUMN_NAME"));
        }
        return List.copyOf(key.values());
    }

    private static void copy(Handle source, Handle target, Columns columns) {
        PreparedBatch batch = target.prepareBatch("insert into " + columns.table + " ("
                + String.join(", ", columns.names) + ") values (" + ":" + String.join(", :", columns.names) + ")");
        source.createQuery(columns.select())
                .setFetchSize(BATCH)
                .map((row, context) -> {
                    for (String name : columns.names) batch.bind(name, columns.value(row, name));
                    return batch.add();
                })
                .forEach(added -> {
                    if (batch.size() == BATCH) batch.execute();
                });
        if (batch.size() > 0) batch.execute();
    }

    private static void copyRevisions(Handle source, Handle target) {
        source.createQuery("select id, observation_revision from study where observation_revision is not null")
                .map((row, context) -> target.createUpdate(
                                "update study set observation_revision = :revision where id = :id")
                        .bind("id", row.getString("id"))
                        .bind("revision", row.getString("observation_revision"))
                        .execute())
                .list();
    }

    private static Table same(Handle source, Handle target, Columns columns) {
        Table before = digest(source, columns), after = digest(target, columns);
        if (!before.equals(after))
            throw new IllegalStateException(
                    "the table " + columns.table + " is not the same: " + before + ", " + after);
        return after;
    }

    private static Table digest(Handle handle, Columns columns) {
        MessageDigest digest = sha256();
        long[] rows = new long[1];
        handle.createQuery(columns.select())
                .setFetchSize(BATCH)
                .map((row, context) -> {
                    for (String name : columns.names) add(digest, columns.value(row, name));
                    return rows[0]++;
                })
                .forEach(row -> {});
        return new Table(columns.table, rows[0], HexFormat.of().formatHex(digest.digest()));
    }

    /** Its kind, its length, and its bytes; a whole number is the same however wide its column is. */
    private static void add(MessageDigest digest, @Nullable Object value) {
        byte[] bytes = value instanceof byte[] already
                ? already
                : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
        char kind = value == null ? '0' : value instanceof byte[] ? 'b' : value instanceof String ? 't' : 'n';
        digest.update(ByteBuffer.allocate(Character.BYTES + Integer.BYTES)
                .putChar(kind)
                .putInt(bytes.length)
                .flip());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
