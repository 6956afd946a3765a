package org.emergencelaw.cli.database;

import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.ledger.ChainVerification;
import org.emergencelaw.workspace.upkeep.DatabaseVerification;

/** What verifying found, in lines for people. */
public final class VerificationText {

    private VerificationText() {}

    /** Of a chain of entries. */
    public static String of(ChainVerification chain) {
        String head = chain.headSha256()
                .map(digest -> "; the last has SHA-256 " + digest)
                .orElse("");
        return chain.broken()
                .map(broken -> "BROKEN at entry " + broken.sequence() + ": " + broken.reason() + "\n" + chain.entries()
                        + " entries before it are in order" + head)
                .orElse(chain.entries() + " entries in order" + head);
    }

    /** Of a database file. */
    public static String of(String file, DatabaseVerification found) {
        StringBuilder text = new StringBuilder();
        for (String fault : found.faults())
            text.append("BROKEN: ").append(fault).append('\n');
        if (found.faults().isEmpty())
            text.append(file)
                    .append(" is whole, with ")
                    .append(DisplayNumbers.plural(found.studies(), "study"))
                    .append(" and ")
                    .append(DisplayNumbers.plural(found.fits(), "fit"))
                    .append('\n');
        return text + found.ledger().map(chain -> "ledger: " + of(chain)).orElse("the ledger was not verified");
    }
}
