package org.emergencelaw.sweep;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.emergencelaw.format.Json;
import org.emergencelaw.sweep.spark.SparkCluster;

/** Who works on studies: threads of this process, or executors of a cluster. */
public interface Workers {

    /** Who is told of each study that is done, in any order and from any thread. */
    interface Done {
        void done(int study, StudyResult result);
    }

    void work(List<SweepStudy> studies, Done done) throws IOException;

    static Workers threads(int threads, Function<SweepStudy, StudyResult> question) {
        return (studies, done) -> {
            ForkJoinPool pool = new ForkJoinPool(threads);
            // whoever is ready takes the next one: with parts of the range, a core would have no work at the end
            AtomicInteger next = new AtomicInteger();
            try {
                pool.submit(() -> IntStream.range(0, threads).parallel().forEach(thread -> {
                            try {
                                for (int i = next.getAndIncrement(); i < studies.size(); i = next.getAndIncrement())
                                    done.done(i, question.apply(studies.get(i)));
                            } catch (RuntimeException | Error broken) {
                                // the others end with the study that they have in hand
                                next.set(studies.size());
                                throw broken;
                            }
                        }))
                        .get();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RuntimeException broken) throw broken;
                throw new IllegalStateException(failed.getCause());
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new IOException("the work was interrupted", stopping);
            } finally {
                pool.shutdown();
            }
        };
    }

    static Workers of(SparkCluster cluster, SentQuestion question) {
        return (studies, done) -> cluster.work(
                studies.stream().map(Json::write).toList(),
                new SentQuestion.Answering(Json.write(question)),
                (study, result) -> done.done(study, Json.read(result, StudyResult.class)));
    }
}
