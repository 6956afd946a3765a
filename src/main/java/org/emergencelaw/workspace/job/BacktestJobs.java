package org.emergencelaw.workspace.job;

import java.util.Optional;
import java.util.UUID;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.job.Job;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.Workspace;

/** Studies replayed on their own history; each that is asked for is another one. */
public record BacktestJobs(JobQueue queue, Workspace workspace) implements JobKind {

    /**
     * Queues a backtest of what is in the study now.
     *
     * @throws IllegalArgumentException if the study has no history to replay
     */
    public Job ask(Study study, long seed) {
        StudyRows rows = workspace.rows(study);
        Job job = Job.ofStudy(
                UUID.randomUUID().toString(),
                study.id(),
                Job.Kind.BACKTEST,
                seed,
                rows.rows().inputSha256(),
                new Backtest.Work(rows, seed).parts(),
                queue.now());
        return queue.add(job, Optional.empty());
    }

    /** The newest of a study. */
    public Optional<Job> newest(Study study) {
        return workspace.database().jobs().newestOfStudy(study.id(), Job.Kind.BACKTEST);
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.BACKTEST;
    }

    @Override
    public Work work(Job job, Optional<String> request) {
        StudyRows rows = workspace.rows(workspace.study(job.studyId().orElseThrow()));
        if (!rows.rows().inputSha256().equals(job.inputSha256()))
            throw new IllegalArgumentException(
                    "the observations changed after this job was asked for: start another one");
        Backtest.Work work = new Backtest.Work(rows, job.seed());
        return new Work(
                work.parts(), work::part, parts -> Done.of(work.report(JobKind.read(parts, Backtest.Part.class))));
    }
}
