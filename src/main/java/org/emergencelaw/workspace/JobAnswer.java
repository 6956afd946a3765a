package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.store.JobStore;

/**
 * A job with its result.
 *
 * @param result absent until it is done
 */
public record JobAnswer(@JsonUnwrapped JobStore.Job job, Optional<Backtest> result) {

    public static JobAnswer of(JobStore.Job job, JobStore store) {
        return new JobAnswer(job, store.result(job.id()).map(text -> BacktestQueue.read(text, Backtest.class)));
    }
}
