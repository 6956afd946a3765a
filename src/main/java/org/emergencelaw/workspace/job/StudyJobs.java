package org.emergencelaw.workspace.job;

import java.util.List;
import org.emergencelaw.job.Job;
import org.emergencelaw.workspace.Workspace;

/** What may be asked of studies, their fits and forecasts that takes long. */
public record StudyJobs(
        JobQueue queue,
        BacktestJobs backtests,
        InfluenceJobs influence,
        MethodsJobs methods,
        TornadoJobs tornadoes,
        FitJobs fits) {

    /** All kinds, which the queue does from now on. */
    public static StudyJobs of(JobQueue queue, Workspace workspace) {
        StudyJobs all = new StudyJobs(
                queue,
                new BacktestJobs(queue, workspace),
                new InfluenceJobs(new FitOfJob(queue, workspace, Job.Kind.INFLUENCE)),
                new MethodsJobs(new FitOfJob(queue, workspace, Job.Kind.METHODS)),
                new TornadoJobs(queue, workspace),
                new FitJobs(queue, workspace));
        List.of(all.backtests, all.influence, all.methods, all.tornadoes, all.fits)
                .forEach(queue::does);
        return all;
    }
}
