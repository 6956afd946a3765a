package org.emergencelaw.workspace;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.emergencelaw.fit.Verdict;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.StudyStore;

/** Studies as things by themselves: made, listed and deleted. */
public final class Studies {

    /** As many as are looked through for others of a task. */
    private static final int SOME = 500;

    private final Workspace workspace;
    private final StudyStore store;
    private final Clock clock;

    Studies(Workspace workspace, Clock clock) {
        this.workspace = workspace;
        this.store = workspace.database().studies();
        this.clock = clock;
    }

    /**
     * Makes a study.
     *
     * @throws Conflict if the id that was asked for is taken; one that was made of the name gets an ending
     */
    public Study create(NewStudy asked) {
        Study study = asked.study(workspace.tasks(), workspace.lossLaws(), clock.instant());
        workspace.losses(study.convention());
        if (store.add(study)) return study;
        if (asked.id().isPresent())
            throw new Conflict(ProblemCode.ID_TAKEN, "a study with the id " + study.id() + " exists already");
        Study other = withEnding(study);
        while (!store.add(other)) other = withEnding(study);
        return other;
    }

    private static Study withEnding(Study study) {
        return study.withId(study.id() + "-" + UUID.randomUUID().toString().substring(0, 8));
    }

    /**
     * Studies in the order of their ids.
     *
     * @param after id of the last one that was seen; empty for the first page
     * @param text which id, name, task or family holds; empty for all
     */
    public Listed<Study> list(String after, String text, int limit) {
        return Listed.page(store.list(after, text, limit + 1), limit, Study::id);
    }

    /**
     * A study in a list.
     *
     * @param verdict of its newest fit, absent before the first, and where that cannot be read
     */
    public record Summary(Study study, int observations, Optional<Verdict> verdict, Optional<String> summary) {}

    /** As {@link #list}, with what is known of each. */
    public Listed<Summary> summaries(String after, String text, int limit) {
        Listed<Study> page = list(after, text, limit);
        return new Listed<>(workspace.fits().summaries(page.items()), page.nextCursor());
    }

    public long count() {
        return store.count();
    }

    /** Other studies of the same task, among the first few hundred. */
    public List<Study> othersOfTask(Study study) {
        return store.list("", SOME).stream()
                .filter(other -> other.task().name().equals(study.task().name())
                        && !other.id().equals(study.id()))
                .toList();
    }

    /** What is shown of a study as a text, another after whatever changes that; absent where nothing tells it quickly. */
    public Optional<String> state(String studyId) {
        return store.state(studyId);
    }

    /** @throws NotFound if there is none */
    public void delete(String studyId) {
        if (!store.delete(studyId)) throw NotFound.of(ProblemCode.NO_SUCH_STUDY, studyId);
    }
}
