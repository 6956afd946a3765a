package org.emergencelaw.ledger;

import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the chain of a ledger: every text is canonical and has the digest that is kept with it, every entry names the digest
 * of the one before, and the sequence has no gap.
 *
 * <p>An unbroken chain shows that nothing was changed, put in or taken out before its last digest. Whoever can write the database
 * can rebuild all of it: the chain proves nothing against them unless a digest was published elsewhere.
 *
 * @param entries how many entries were in order
 * @param headSha256 digest of the last of them
 * @param broken the first entry that is not in order
 */
public record ChainVerification(long entries, Optional<String> headSha256, Optional<Broken> broken) {

    /**
     * @param sequence of the broken entry, or where it should stand
     * @param reason what is wrong with it
     */
    public record Broken(long sequence, String reason) {}

    /** A chain of which nothing was seen yet. */
    public static final ChainVerification START = new ChainVerification(0, Optional.empty(), Optional.empty());

    public boolean whole() {
        return broken.isEmpty();
    }

    /** An entry as it is kept, which may be anything. */
    public record Link(String text, String sha256) {

        private Checked check() {
            try {
                LedgerEntry entry = LedgerEntry.of(text, sha256);
                String digest = CanonicalJson.sha256(text);
                if (!digest.equals(sha256))
                    return new Checked(entry, Optional.of("its text has the SHA-256 " + digest + ", not " + sha256));
                return new Checked(
                        entry,
                        CanonicalJson.is(text) ? Optional.empty() : Optional.of("its text is not in canonical form"));
            } catch (IllegalArgumentException | DateTimeException broken) {
                return new Checked(null, Optional.of("its text is no entry: " + broken.getMessage()));
            }
        }
    }

    private record Checked(@Nullable LedgerEntry entry, Optional<String> fault) {}

    /** Goes on with the entries that follow, up to the first that is broken. */
    public ChainVerification then(List<Link> following) {
        ChainVerification chain = this;
        // the digests are the work, and do not depend on each other; the links between them are nothing
        for (Checked checked : following.parallelStream().map(Link::check).toList()) {
            if (!chain.whole()) return chain;
            chain = chain.then(checked);
        }
        return chain;
    }

    private ChainVerification then(Checked checked) {
        LedgerEntry entry = checked.entry();
        if (entry == null || checked.fault().isPresent())
            return brokenAt(entries + 1, checked.fault().orElse("there is no entry"));
        String before = headSha256.orElse(LedgerEntry.GENESIS);
        if (entry.sequence() != entries + 1)
            return brokenAt(
                    entries + 1, "the sequence goes on with " + entry.sequence() + " instead of " + (entries + 1));
        if (!entry.previousSha256().equals(before))
            return brokenAt(
                    entries + 1, "it names " + entry.previousSha256() + " as the digest before it, which is " + before);
        return new ChainVerification(entry.sequence(), Optional.of(entry.sha256()), Optional.empty());
    }

    /** This far in order, then broken. */
    public ChainVerification brokenAt(long sequence, String reason) {
        return new ChainVerification(entries, headSha256, Optional.of(new Broken(sequence, reason)));
    }
}
