package org.emergencelaw.workspace.suite;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.spill.RowSequence;
import org.emergencelaw.store.SuiteStore;
import org.emergencelaw.workspace.Conflict;
import org.emergencelaw.workspace.Listed;
import org.emergencelaw.workspace.NotFound;
import org.emergencelaw.workspace.Studies;
import org.emergencelaw.workspace.Workspace;

/** Suites: made, listed, shown and deleted, with the studies that are theirs. */
public final class Suites {

    private final Workspace workspace;
    private final SuiteStore store;
    private final Clock clock;

    public Suites(Workspace workspace, Clock clock) {
        this.workspace = workspace;
        this.store = workspace.database().suites();
        this.clock = clock;
    }

    /**
     * A suite with its studies.
     *
     * @param observations of all of them
     */
    public record View(Suite suite, List<Studies.Summary> studies, int observations) {}

    /** A suite in a list. */
    public record Summary(Suite suite, int tasks) {}

    /**
     * Makes a suite without tasks.
     *
     * @throws Conflict if the id that was asked for is taken; one that was made of the name gets an ending
     */
    public Suite create(NewSuite asked) {
        Suite suite = draft(asked);
        if (store.add(suite)) return suite;
        if (asked.id().isPresent())
            throw new Conflict(ProblemCode.ID_TAKEN, "a suite with the id " + suite.id() + " exists already");
        Suite other = withEnding(suite);
        while (!store.add(other)) other = withEnding(suite);
        return other;
    }

    /** The suite as it would be made. */
    public Suite draft(NewSuite asked) {
        return asked.suite(workspace.lossLaws(), clock.instant());
    }

    private static Suite withEnding(Suite suite) {
        return suite.withId(suite.id() + "-" + UUID.randomUUID().toString().substring(0, 8));
    }

    public Optional<Suite> find(String id) {
        return store.find(id);
    }

    /** @throws NotFound if there is none */
    public Suite suite(String id) {
        return find(id).orElseThrow(() -> NotFound.of(ProblemCode.NO_SUCH_SUITE, id));
    }

    /** The suite that a study is of; absent for one by itself. */
    public Optional<Suite> of(Study study) {
        return store.ofStudy(study.id());
    }

    /** Studies of a suite, in the order of their tasks. */
    public List<Study> studies(Suite suite) {
        return store.studies(suite.id());
    }

    /** Rows of all its tasks, one by one. */
    public RowSequence rows(Suite suite) {
        return RowSequence.chain(studies(suite).stream().map(workspace::stored).toList());
    }

    /**
     * Suites in the order of their ids.
     *
     * @param after id of the last one that was seen; empty for the first page
     * @param text which id, name or family holds; empty for all
     */
    public Listed<Summary> list(String after, String text, int limit) {
        List<Suite> found = store.list(after, text, limit + 1);
        List<Summary> items = found.stream()
                .limit(limit)
                .map(suite -> new Summary(suite, studies(suite).size()))
                .toList();
        return new Listed<>(
                items, found.size() > limit ? Optional.of(found.get(limit - 1).id()) : Optional.empty());
    }

    /** SHA-256 of what its tasks rest on: a line a task, its id and the SHA-256 of its rows. */
    public String sha256(Suite suite) {
        String lines = studies(suite).stream()
                .map(study -> study.id() + " " + workspace.revision(study) + "\n")
                .collect(Collectors.joining());
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JVM has SHA-256", missing);
        }
    }

    public Instant now() {
        return clock.instant();
    }

    public View view(Suite suite) {
        List<Studies.Summary> studies = workspace.fits().summaries(studies(suite));
        return new View(
                suite,
                studies,
                studies.stream().mapToInt(Studies.Summary::observations).sum());
    }

    /** @throws NotFound if there is none */
    public void delete(String id) {
        if (!store.delete(id)) throw NotFound.of(ProblemCode.NO_SUCH_SUITE, id);
    }
}
