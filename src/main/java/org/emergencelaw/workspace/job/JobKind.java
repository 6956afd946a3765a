package org.emergencelaw.workspace.job;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.job.Job;
import org.emergencelaw.workspace.Unavailable;

/** One kind of work: who may ask for more of it, and how it is done, part by part. */
public interface JobKind {

    /** More waiting than this and a new one is refused: the answer would be too far away. */
    int MAX_OPEN = 20;

    /** Which one. */
    Job.Kind kind();

    /**
     * The work of a job.
     *
     * @param request what was asked, where there is more to say than the job does
     * @throws IllegalArgumentException if what the job is of has changed since
     */
    Work work(Job job, Optional<String> request);

    /**
     * @param open all jobs that wait or are at work
     * @throws Unavailable if too much waits already
     */
    default void requireRoom(List<Job> open) {
        if (open.stream().filter(job -> job.kind() == kind()).count() >= MAX_OPEN)
            throw new Unavailable(ProblemCode.JOBS_WAIT, MAX_OPEN + " jobs wait already; try again when one is done");
    }

    /**
     * Work in parts, which are made in any order and kept as JSON.
     *
     * @param parts how many there are
     * @param report from what is kept, not from what is in memory: so it is the same after a restart
     */
    record Work(int parts, IntFunction<?> part, Function<List<String>, Done> report) {}

    /**
     * What came of a job.
     *
     * @param written what else is written with the result: all of it, or nothing
     */
    record Done(Object result, Runnable written) {

        public static Done of(Object result) {
            return new Done(result, () -> {});
        }
    }

    /** Parts as they were made. */
    static <P> List<P> read(List<String> parts, Class<P> type) {
        return parts.stream().map(part -> Json.read(part, type)).toList();
    }
}
