package org.emergencelaw.workspace.upkeep;

import java.util.Optional;
import java.util.function.LongFunction;
import org.emergencelaw.ledger.ChainVerification;

/**
 * What somebody noted of a ledger and keeps elsewhere: how many entries it had, and the digest of the last of them. A ledger that was cut
 * short, or built anew, does not have it.
 *
 * @param entries at least 1
 * @param sha256 of the entry with that number
 */
public record LedgerMark(long entries, String sha256) {

    public LedgerMark {
        if (!(entries >= 1)) throw new IllegalArgumentException("--entries must be at least 1, was " + entries);
        if (!sha256.matches("[0-9a-f]{64}"))
            throw new IllegalArgumentException("--head must be a SHA-256 of 64 hexadecimal digits, was " + sha256);
    }

    /** @throws IllegalArgumentException if one is given without the other */
    public static Optional<LedgerMark> of(Optional<Long> entries, Optional<String> sha256) {
        if (entries.isPresent() != sha256.isPresent())
            throw new IllegalArgumentException(
                    "give --head and --entries together: the digest of the last entry, and its number");
        return entries.map(count -> new LedgerMark(count, sha256.orElseThrow()));
    }

    /**
     * A chain that is in order, held against the mark.
     *
     * @param digestOf of an entry of the chain, by its number
     */
    public ChainVerification check(ChainVerification chain, LongFunction<String> digestOf) {
        if (!chain.whole()) return chain;
        if (chain.entries() < entries)
            return chain.brokenAt(chain.entries() + 1, "it is not there: the ledger had " + entries + " entries");
        String found = digestOf.apply(entries);
        return found.equals(sha256)
                ? chain
                : chain.brokenAt(entries, "it has the SHA-256 " + found + ", and had " + sha256);
    }
}
