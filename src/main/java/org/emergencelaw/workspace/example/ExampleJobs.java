package org.emergencelaw.workspace.example;

import java.util.Map;
import java.util.Optional;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.Version;
import org.emergencelaw.job.Job;
import org.emergencelaw.observation.Study;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.job.FitJobs;
import org.emergencelaw.workspace.job.JobKind;
import org.emergencelaw.workspace.job.JobQueue;

/** Opens examples behind requests: the study is there at once, its rows and the fit that ships with them as soon as they are read. */
public record ExampleJobs(JobQueue queue, FitJobs fits, ExampleStudies examples, Workspace workspace)
        implements JobKind {

    /** With the queue doing it from now on. */
    public static ExampleJobs of(JobQueue queue, FitJobs fits, ExampleStudies examples, Workspace workspace) {
        ExampleJobs jobs = new ExampleJobs(queue, fits, examples, workspace);
        queue.does(jobs);
        return jobs;
    }

    /**
     * The study of an example, with the job that fills it, one for all who ask; absent where it has its rows and a fit.
     *
     * @throws org.emergencelaw.workspace.NotFound if there is no such example
     */
    public Opened ask(String id) {
        // whoever else asks at once, here or by another service of the same database, comes before or after
        return workspace.atomically(() -> {
            Study study = examples.study(id, workspace);
            boolean whole = workspace.count(study) > 0 && workspace.fits().there(study);
            if (whole) return new Opened(study, Optional.empty());
            Job job = queue.shared(job(study), Optional.of(id));
            // its rows were read by an earlier job, and the fit has gone since, or was called off
            if (!job.state().open() && workspace.count(study) > 0) fits.begin(study);
            return new Opened(study, Optional.of(job));
        });
    }

    /** @param job open, or ended before: rows that were changed since are not read again */
    public record Opened(Study study, Optional<Job> job) {}

    private Job job(Study study) {
        return Job.ofStudy(
                Job.idOf(kind(), Version.CURRENT, study.id()),
                study.id(),
                kind(),
                FitOptions.DEFAULT.seed(),
                workspace.revision(study),
                1,
                queue.now());
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.EXAMPLE;
    }

    @Override
    public Work work(Job job, Optional<String> request) {
        Study study = workspace.study(job.studyId().orElseThrow());
        return new Work(
                1,
                part -> {
                    examples.fill(request.orElseThrow(), study, workspace);
                    return Map.of("rows", workspace.count(study));
                },
                parts -> new Done(JobKind.read(parts, Map.class).get(0), () -> fits.begin(study)));
    }
}
