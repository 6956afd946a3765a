package org.emergencelaw.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One link of the ledger's chain. Its text is the RFC 8785 form of
 * {@code {at, body, by, clock, forecast_id, kind, previous_sha256, sequence}}, without {@code by} where nobody had to say who they are,
 * and its digest is the SHA-256 of that text.
 *
 * @param sequence 1, 2, 3 and so on: the order of the ledger
 * @param at when it was written: the server's clock, but never before the entry before it
 * @param clock what the server's clock said, right or wrong
 * @param by name of the token by which it was written
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
        Optional<String> by,
        String previousSha256,
        String sha256,
        String text) {

    /** What the first entry has in the place of a digest before it. */
    public static final String GENESIS = "0".repeat(64);

    private static final Pattern FORM = Pattern.compile(
            "\\{\"at\":\"([^\"\\\\]+)\",\"body\":(\\{.*\\})(?:,\"by\":\"([^\"\\\\]+)\")?,\"clock\":\"([^\"\\\\]+)\","
                    + "\"forecast_id\":\"([^\"\\\\]+)\",\"kind\":\"([a-z_]+)\",\"previous_sha256\":\"([0-9a-f]{64})\","
                    + "\"sequence\":([1-9][0-9]{0,15})\\}",
            Pattern.DOTALL);
    private static final Pattern LINE =
            Pattern.compile("\\{\"entry\":(\\{.*\\}),\"sha256\":\"([0-9a-f]{64})\"\\}", Pattern.DOTALL);

    /** What an entry says. */
    public interface Body {

        /** In words. */
        String words();
    }

    /** What an entry does: the one place that knows its body, who may write it and when. */
    public enum Kind {
        /** Freezes a forecast. */
        LOCK(LockedForecast.class) {
            @Override
            Optional<String> refusal(LedgerStanding standing) {
                return Optional.of("it is locked already: what was frozen stays as it is");
            }
        },
        /** Decides it by its rule, from results. */
        OUTCOME(ResolvedOutcome.class) {
            @Override
            Optional<String> refusal(LedgerStanding standing) {
                return standing.undecided() ? Optional.empty() : decided(standing, "; dispute that first");
            }
        },
        /** Says why an outcome is not to be trusted; results may then be submitted again. */
        DISPUTE(
                Reason.class,
                "Dispute the outcome",
                "Results can then be submitted again; the earlier decision stays on record and does not count until then.") {
            @Override
            Optional<String> refusal(LedgerStanding standing) {
                if (standing.disputed()) return Optional.of("it is disputed already");
                return standing.state() == LedgerStanding.State.OPEN
                                || standing.state() == LedgerStanding.State.WITHDRAWN
                        ? Optional.of("it has no outcome that could be disputed")
                        : Optional.empty();
            }
        },
        /** Takes it back before its outcome. */
        WITHDRAWAL(
                Reason.class,
                "Withdraw the forecast",
                "Permanent. The forecast stays in the ledger, marked as withdrawn, and is not scored.") {
            @Override
            Optional<String> refusal(LedgerStanding standing) {
                return standing.state() == LedgerStanding.State.OPEN
                        ? Optional.empty()
                        : decided(standing, " and cannot be taken back");
            }
        },
        /** Says why there will be no outcome. */
        VOID(
                Reason.class,
                "Declare it void",
                "Permanent. For cases that the rule cannot decide: the run was never made, or not as planned.") {
            @Override
            Optional<String> refusal(LedgerStanding standing) {
                return OUTCOME.refusal(standing);
            }
        },
        /** A remark, in the place of the one before. */
        NOTE(Note.class),
        /** Whether lists show it. */
        VISIBILITY(Visibility.class);

        private final Class<? extends Body> body;
        private final Optional<Form> form;

        Kind(Class<? extends Body> body) {
            this.body = body;
            form = Optional.empty();
        }

        Kind(Class<? extends Body> body, String title, String note) {
            this.body = body;
            form = Optional.of(new Form(title, note));
        }

        /**
         * How a person is asked for the reason of an entry.
         *
         * @param title what the entry does
         * @param note what it means
         */
        public record Form(String title, String note) {}

        public Class<? extends Body> body() {
            return body;
        }

        /** Of the kinds that need a reason alone. */
        public Optional<Form> form() {
            return form;
        }

        /** Its name in addresses and in JSON. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Kinds that are stated by a person, not computed from a forecast or from results. */
        public static List<Kind> stated() {
            return Arrays.stream(values())
                    .filter(kind -> kind != LOCK && kind != OUTCOME)
                    .toList();
        }

        /** Why it may not follow where a forecast stands so; absent where it may. */
        Optional<String> refusal(LedgerStanding standing) {
            return Optional.empty();
        }

        private static Optional<String> decided(LedgerStanding standing, String therefore) {
            return Optional.of("it " + standing.was() + " already" + therefore);
        }
    }

    private static final int LONGEST_TEXT = 5_000;

    /** Body of a void, a withdrawal or a dispute. */
    public record Reason(String reason) implements Body {
        public Reason {
            if (reason.isBlank()) throw new IllegalArgumentException("reason must be stated");
            LockTerms.requireAtMost("reason", reason, LONGEST_TEXT);
        }

        @Override
        public String words() {
            return reason;
        }
    }

    /** Body of a note; an empty one takes the note before it away from view. */
    public record Note(String note) implements Body {
        public Note {
            LockTerms.requireAtMost("note", note, LONGEST_TEXT);
        }

        @Override
        public String words() {
            return note;
        }
    }

    /** Body of a change of visibility. */
    public record Visibility(boolean listed) implements Body {
        @Override
        public String words() {
            return listed ? "listed" : "not listed";
        }
    }

    /**
     * The entry after another.
     *
     * @param by name of a token, which has no character that JSON escapes
     * @param body a JSON object
     */
    public static LedgerEntry after(
            Optional<LedgerEntry> before, Kind kind, String forecastId, Instant now, Optional<String> by, String body) {
        Instant clock = now.truncatedTo(ChronoUnit.MILLIS);
        Instant at = before.map(LedgerEntry::at).filter(clock::isBefore).orElse(clock);
        long sequence = before.map(LedgerEntry::sequence).orElse(0L) + 1;
        String previous = before.map(LedgerEntry::sha256).orElse(GENESIS);
        String author = by.map(name -> ",\"by\":\"" + name + "\"").orElse("");
        String text = CanonicalJson.of("{\"at\":\"" + at + "\",\"body\":" + body + author + ",\"clock\":\"" + clock
                + "\",\"forecast_id\":\"" + forecastId + "\",\"kind\":\""
                + kind.key() + "\",\"previous_sha256\":\"" + previous + "\",\"sequence\":"
                + sequence + "}");
        return new LedgerEntry(sequence, at, clock, kind, forecastId, by, previous, CanonicalJson.sha256(text), text);
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
                Long.parseLong(form.group(8)),
                Instant.parse(form.group(1)),
                Instant.parse(form.group(4)),
                Kind.valueOf(form.group(6).toUpperCase(Locale.ROOT)),
                form.group(5),
                Optional.ofNullable(form.group(3)),
                form.group(7),
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
