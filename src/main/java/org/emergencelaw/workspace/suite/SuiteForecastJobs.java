package org.emergencelaw.workspace.suite;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.Version;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.job.Job;
import org.emergencelaw.ledger.CanonicalJson;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.workspace.Conflict;
import org.emergencelaw.workspace.NotFound;
import org.emergencelaw.workspace.Unavailable;
import org.emergencelaw.workspace.job.JobKind;
import org.emergencelaw.workspace.job.JobQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One planned run of tasks of a suite, by their rows as they are and as they were. Each forecast is kept by itself as soon as it is
 * made; what the job says at its end is of which there is none. A broken task is not in the way of the others.
 */
record SuiteForecastJobs(JobQueue queue, TaskForecasts forecasts) implements JobKind {

    /** More waiting than this and more is refused: the answer would be too far away. */
    private static final int MOST_WAITING = 5_000;

    private static final String BROKEN = "an internal error of the service";
    private static final Logger LOG = LoggerFactory.getLogger(SuiteForecastJobs.class);

    /**
     * One forecast.
     *
     * @param fitId of an earlier fit; absent for the rows as they are
     */
    record Piece(String studyId, Optional<String> fitId) {}

    /** What is asked. */
    record Request(SuitePlan plan, List<Piece> pieces) {}

    /** What a part leaves: nothing, where it was kept, else why not. */
    record Part(Piece piece, Optional<String> missed) {}

    /**
     * What there will not be, with the reason; nothing while the job is at work on it.
     *
     * @param bases of which the pieces are, so that others come with other rows
     */
    Map<Piece, String> ask(Suite suite, SuitePlan plan, List<Piece> pieces, String bases) {
        String what = suite.id() + " " + plan.key() + " " + bases + " " + pieces;
        Job job = Job.ofSuite(
                Job.idOf(kind(), Version.CURRENT, what),
                suite.id(),
                kind(),
                FitOptions.DEFAULT.seed(),
                CanonicalJson.sha256(bases),
                pieces.size(),
                queue.now());
        try {
            return missed(queue.shared(job, Optional.of(Json.write(new Request(plan, pieces)))));
        } catch (RuntimeException broken) {
            // whoever looks gets what there is where nothing can be written
            if (Unavailable.of(broken).isEmpty()) throw broken;
            LOG.warn("the forecasts of suite {} cannot be begun now: {}", suite.id(), broken.getMessage());
            return Map.of();
        }
    }

    private Map<Piece, String> missed(Job job) {
        if (job.state() != Job.State.DONE) return Map.of();
        Map<Piece, String> missed = new HashMap<>();
        queue.result(job)
                .map(text -> Json.read(text, Part[].class))
                .ifPresent(parts ->
                        Arrays.stream(parts).forEach(part -> missed.put(part.piece, part.missed.orElse(BROKEN))));
        return missed;
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.SUITE_FORECAST;
    }

    @Override
    public void requireRoom(List<Job> open) {
        int waiting = open.stream()
                .filter(job -> job.kind() == kind())
                .mapToInt(job -> job.total() - job.done())
                .sum();
        if (waiting >= MOST_WAITING)
            throw new Unavailable(
                    ProblemCode.FORECASTS_WAIT, MOST_WAITING + " forecasts wait already; try again when they are done");
    }

    @Override
    public Work work(Job job, Optional<String> request) {
        Request asked = Json.read(request.orElseThrow(), Request.class);
        return new Work(asked.pieces.size(), part -> part(asked.plan, asked.pieces.get(part)), parts -> {
            requireSameRows(job, asked);
            return Done.of(JobKind.read(parts, Part.class).stream()
                    .filter(part -> part.missed.isPresent())
                    .collect(Collectors.toList()));
        });
    }

    /** What was kept is of the rows as they were meanwhile: a job that ended well must not answer for others, which may come back. */
    private void requireSameRows(Job job, Request asked) {
        String now = asked.pieces.stream()
                .filter(piece -> piece.fitId.isEmpty())
                .map(piece -> forecasts.basis(piece.studyId))
                .collect(Collectors.joining(" "));
        if (!CanonicalJson.sha256(now).equals(job.inputSha256()))
            throw new IllegalArgumentException("rows of the suite changed meanwhile: ask again");
    }

    private Part part(SuitePlan plan, Piece piece) {
        try {
            if (piece.fitId.isPresent()) forecasts.keepEarlier(piece.studyId, plan, piece.fitId.get());
            else forecasts.keep(piece.studyId, plan);
            return new Part(piece, Optional.empty());
        } catch (IllegalArgumentException | Conflict | NotFound gone) {
            return new Part(piece, Optional.of(String.valueOf(gone.getMessage())));
        } catch (RuntimeException | Error broken) {
            if (broken instanceof CancellationException
                    || Unavailable.of(broken).isPresent()) throw broken;
            LOG.error("the forecast of {} failed", piece, broken);
            return new Part(piece, Optional.of(BROKEN));
        }
    }
}
