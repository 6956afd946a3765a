package org.emergencelaw.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.format.DisplayNames;

/**
 * One link of the ledger's chain. Its text is the RFC 8785 form of
 * {@code {at, body, clock, forecast_id, kind, previous_sha256, sequence}}, and its digest is the SHA-256 of that text.
 *
 * @param sequence 1, 2, 3 and so on: the order of the ledger
 * @param at when it was written: the server's clock, but never before the entry before it
 * @param clock what the server's clock said, right or wrong
 * @param previousSha256 digest of the entry before; {@link #GENESIS} for the first
 * @param sha256 digest of {@code text}
 * @param text the canonical form, byte for byte what was hashed
 */
public record LedgerEntry(
        long sequence,
        Instant at,
        Instant clock,
        Kind kind,
        String forecastId,
        String previousSha256,
        String sha256,
        String text) {

    /** What the first entry has in the place of a digest before it. */
    public static final String GENESIS = "0".repeat(64);

    private static final Pattern FORM = Pattern.compile(
            "\\{\"at\":\"([^\"\\\\]+)\",\"body\":(\\{.*\\}),\"clock\":\"([^\"\\\\]+)\","
                    + "\"forecast_id\":\"([^\"\\\\]+)\",\"kind\":\"([a-z_]+)\",\"previous_sha256\":\"([0-9a-f]{64})\","
                    + "\"sequence\":([1-9][0-9]{0,15})\\}",
            Pattern.DOTALL);
    private static final Pattern LINE =
            Pattern.compile("\\{\"entry\":(\\{.*\\}),\"sha256\":\"([0-9a-f]{64})\"\\}", Pattern.DOTALL);

    /** What an entry does. */
    public enum Kind {
        /** Freezes a forecast. */
        LOCK,
        /** Decides it by its rule, from results. */
        OUTCOME,
        /** Says why there will be no outcome. */
        VOID,
        /** Takes it back before its outcome. */
        WITHDRAWAL,
        /** Says why an outcome is not to be trusted; results may then be submitted again. */
        DISPUTE,
        /** A remark, in the place of the one before. */
        NOTE,
        /** Whether lists show it. */
        VISIBILITY
    }

    private static final int LONGEST_TEXT = 5_000;

    /** Body of a void, a withdrawal or a dispute. */
    public record Reason(String reason) {
        public Reason {
            if (reason.isBlank()) throw new IllegalArgumentException("reason must be stated");
            LockTerms.requireAtMost("reason", reason, LONGEST_TEXT);
        }
    }

    /** Body of a note; an empty one takes the note before it away from view. */
    public record Note(String note) {
        public Note {
            LockTerms.requireAtMost("note", note, LONGEST_TEXT);
        }
    }

    /** Body of a change of visibility. */
    public record Visibility(boolean listed) {}

    /**
     * The entry after another.
     *
     * @param body a JSON object
     */
    public static LedgerEntry after(
            Optional<LedgerEntry> before, Kind kind, String forecastId, Instant now, String body) {
        Instant clock = now.truncatedTo(ChronoUnit.MILLIS);
        Instant at = before.map(LedgerEntry::at).filter(clock::isBefore).orElse(clock);
        long sequence = before.map(LedgerEntry::sequence).orElse(0L) + 1;
        String previous = before.map(LedgerEntry::sha256).orElse(GENESIS);
        String text = CanonicalJson.of("{\"at\":\"" + at + "\",\"body\":" + body + ",\"clock\":\"" + clock
                + "\",\"forecast_id\":\"" + forecastId + "\",\"kind\":\""
                + DisplayNames.key(kind) + "\",\"previous_sha256\":\"" + previous + "\",\"sequence\":"
                + sequence + "}");
        return new LedgerEntry(sequence, at, clock, kind, forecastId, previous, CanonicalJson.sha256(text), text);
    }

    /**
     * An entry as it was kept; nothing is recomputed, see {@link ChainVerification}.
     *
     * @throws IllegalArgumentException if the text is no entry
     */
    public static LedgerEntry of(String text, String sha256) {
        Matcher form = FORM.matcher(text);
        if (!form.matches())
            throw new IllegalArgumentException("an entry must be an object of at, body, clock, forecast_id, kind,"
                    + " previous_sha256 and sequence in canonical form");
        return new LedgerEntry(
                Long.parseLong(form.group(7)),
                Instant.parse(form.group(1)),
                Instant.parse(form.group(3)),
                Kind.valueOf(form.group(5).toUpperCase(Locale.ROOT)),
                form.group(4),
                form.group(6),
                sha256,
                text);
    }

    /** An exported line: {@code {"entry":<canonical form>,"sha256":"<digest>"}}. */
    public String line() {
        return "{\"entry\":" + text + ",\"sha256\":\"" + sha256 + "\"}";
    }

    /** The entry that {@link #line} came from. */
    public static LedgerEntry ofLine(String line) {
        Matcher form = LINE.matcher(line.strip());
        if (!form.matches())
            throw new IllegalArgumentException("a line must be {\"entry\":{...},\"sha256\":\"64 hexadecimal digits\"}");
        return of(form.group(1), form.group(2));
    }

    /** The body, a JSON object. */
    public String body() {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) throw new IllegalStateException("entry " + sequence + " has no body");
        return form.group(2);
    }
}
