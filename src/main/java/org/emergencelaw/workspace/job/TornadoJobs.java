package org.emergencelaw.workspace.job;

import java.util.Optional;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.forecast.SensitivityTornado;
import org.emergencelaw.forecast.StoredForecast;
import org.emergencelaw.job.Job;
import org.emergencelaw.workspace.Forecasts;
import org.emergencelaw.workspace.Workspace;

/** Forecasts under one changed assumption at a time. */
public record TornadoJobs(JobQueue queue, Workspace workspace) implements JobKind {

    /**
     * The job, one for all who ask.
     *
     * @throws org.emergencelaw.workspace.Conflict if the study has other rows now
     */
    public Job ask(StoredForecast forecast) {
        StoredFit fit = workspace.fits().find(forecast.fitId());
        Job job = Job.ofStudy(
                Forecasts.idOfTornado(forecast),
                fit.studyId(),
                kind(),
                fit.options().seed(),
                fit.fitted().fit().inputSha256(),
                work(forecast).parts(),
                queue.now());
        return queue.shared(job.ofForecast(forecast.id()), Optional.empty());
    }

    /** What it is once it is done, after waiting for it. */
    public SensitivityTornado whole(StoredForecast forecast) {
        Optional<SensitivityTornado> kept = workspace.forecasts().tornado(forecast);
        return kept.orElseGet(() -> queue.whole(ask(forecast)).tornado().orElseThrow());
    }

    private SensitivityTornado.Work work(StoredForecast forecast) {
        StoredFit fit = workspace.fits().find(forecast.fitId());
        return new SensitivityTornado.Work(
                workspace.fits().fittedStudy(fit), forecast.forecast().again());
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.TORNADO;
    }

    @Override
    public Work work(Job job, Optional<String> request) {
        SensitivityTornado.Work work =
                work(workspace.forecasts().find(job.forecastId().orElseThrow()));
        return new Work(
                work.parts(),
                work::part,
                parts -> Done.of(work.report(JobKind.read(parts, SensitivityTornado.Part.class))));
    }
}
