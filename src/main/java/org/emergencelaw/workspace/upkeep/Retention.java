package org.emergencelaw.workspace.upkeep;

import java.time.Clock;
import java.time.Duration;
import org.emergencelaw.store.Database;

/**
 * Which fits stay. Stock need not only grow: a fit can be made again, with the same bytes, from rows and seed; what a lock rests on
 * stays, though the lock itself holds all that it needs.
 *
 * @param keep newest fits of a study, which stay whatever their age
 * @param age up to which all stay
 */
public record Retention(int keep, Duration age) {

    public Retention {
        if (!(keep >= 1)) throw new IllegalArgumentException("--keep must be at least 1, was " + keep);
        if (age.isNegative()) throw new IllegalArgumentException("--older-than must not be negative");
    }

    /** What was done to a database, and what it takes now. */
    public record Done(int fitsDeleted, long fitsKept, long bytesBefore, long bytesAfter) {}

    /** Deletes the other fits, with the drafts that rest on them, and gives their room back to the disk. */
    public Done apply(String address, Clock clock) {
        try (Database database = Database.open(address)) {
            long before = database.bytes();
            int deleted = database.fits().retire(keep, clock.instant().minus(age));
            database.shrink();
            return new Done(deleted, database.fits().count(), before, database.bytes());
        }
    }
}
