package org.emergencelaw.workspace.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.ledger.ChainVerification;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.Database;
import org.emergencelaw.store.DatabaseFile;
import org.emergencelaw.store.FitStore;

/**
 * Whether all in a database file is as it was written: its pages, the rows of each study against the digests that are kept with them and
 * with the fits, and the ledger.
 *
 * @param schema version of its tables; absent where it has none
 * @param faults of the file and its rows; empty where they are whole
 * @param ledger absent where the file is not whole
 */
public record DatabaseVerification(
        Optional<Integer> schema, int studies, int fits, List<String> faults, Optional<ChainVerification> ledger) {

    /** Before it a file did not keep the digest of its rows. */
    private static final int WITH_REVISIONS = 7;

    public boolean whole() {
        return faults.isEmpty() && ledger.map(ChainVerification::whole).orElse(false);
    }

    /** The same with another word on the ledger. */
    public DatabaseVerification withLedger(Optional<ChainVerification> other) {
        return new DatabaseVerification(schema, studies, fits, faults, other);
    }

    /** Whether a file is a database at all. */
    public static boolean isDatabase(Path file) throws IOException {
        return new DatabaseFile(file).isDatabase();
    }

    /** Whether opening a database leaves its tables as they are. */
    public static boolean isCurrent(Path file) {
        return new DatabaseFile(file).schema().equals(Optional.of(Integer.valueOf(Database.SCHEMA)));
    }

    /**
     * Verifies a copy: the file itself is only read, and stays of the version that it is of.
     *
     * @param mark what its ledger had
     */
    public static DatabaseVerification of(Path file, Optional<LedgerMark> mark) throws IOException {
        Path directory = Files.createTempDirectory("emergence-law-");
        try {
            Path copy = directory.resolve("copy.db");
            DatabaseFile source = new DatabaseFile(file);
            Files.copy(file, copy);
            if (Files.exists(source.beside("-wal")))
                Files.copy(
                        source.beside("-wal"),
                        new DatabaseFile(copy).beside("-wal"),
                        StandardCopyOption.REPLACE_EXISTING);
            return ofCopy(new DatabaseFile(copy), mark);
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }

    private static DatabaseVerification ofCopy(DatabaseFile copy, Optional<LedgerMark> mark) {
        List<String> faults = copy.faults();
        if (!faults.isEmpty()) return new DatabaseVerification(Optional.empty(), 0, 0, faults, Optional.empty());
        Optional<Integer> schema = copy.schema();
        if (schema.isEmpty())
            return new DatabaseVerification(
                    schema, 0, 0, List.of("it has none of the tables of this program"), Optional.empty());
        try (Database database = Database.open(copy.path())) {
            List<Study> studies = database.studies().list("", Integer.MAX_VALUE);
            int fits = 0;
            for (Study study : studies) {
                List<FitStore.Seen> seen = database.fits().seen(study.id());
                fits += seen.size();
                faults.addAll(faults(database, study, seen, schema.get() >= WITH_REVISIONS));
            }
            ChainVerification chain = database.ledger().verify();
            Optional<ChainVerification> marked =
                    mark.map(had -> had.check(chain, number -> database.ledger().digest(number)));
            return new DatabaseVerification(schema, studies.size(), fits, faults, Optional.of(marked.orElse(chain)));
        } catch (UncheckedIOException unusable) {
            return new DatabaseVerification(
                    schema, 0, 0, List.of(String.valueOf(unusable.getMessage())), Optional.empty());
        }
    }

    private static List<String> faults(
            Database database, Study study, List<FitStore.Seen> fits, boolean withRevisions) {
        List<String> faults = new ArrayList<>();
        for (FitStore.Seen fit : fits)
            if (!fit.readable()) faults.add("the fit " + fit.id() + " of study " + study.id() + " cannot be read");
        String rows = ObservationCsv.sha256(database.observations().sequence(study.id()));
        Optional<String> kept = database.studies().revision(study.id());
        if (kept.isPresent() && !kept.get().equals(rows))
            faults.add("the rows of study " + study.id() + " have the SHA-256 " + rows + ", and had " + kept.get());
        boolean ofFit = fits.stream().anyMatch(fit -> fit.inputSha256().equals(rows));
        if (kept.isEmpty() && withRevisions && !fits.isEmpty() && !ofFit)
            faults.add("the rows of study " + study.id()
                    + " were changed by another program: none of its fits saw rows with the SHA-256 " + rows);
        return faults;
    }
}
