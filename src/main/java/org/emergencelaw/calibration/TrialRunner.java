package org.emergencelaw.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Who runs the trials of a simulation study: the cores of this machine, or others. */
public interface TrialRunner {

    /** On all cores of this machine. */
    TrialRunner HERE = new TrialRunner() {

        private static final int TRIALS_A_CORE = 8;

        @Override
        public <R> void run(Class<R> outcome, List<? extends Trial<R>> trials, Consumer<R> outcomes) {
            // in blocks, for an ordered stream keeps what it has until a large part is done
            int block = TRIALS_A_CORE * Runtime.getRuntime().availableProcessors();
            for (int start = 0; start < trials.size(); start += block)
                IntStream.range(start, Math.min(trials.size(), start + block))
                        .parallel()
                        .mapToObj(i -> trials.get(i).run())
                        .forEachOrdered(outcomes);
        }
    };

    /**
     * Runs trials of one class.
     *
     * @param outcome what comes of each
     * @param outcomes is told of each, in the order of the trials
     */
    <R> void run(Class<R> outcome, List<? extends Trial<R>> trials, Consumer<R> outcomes);

    /**
     * What comes of all, in their order.
     *
     * @param done is told of each
     */
    default <R> List<R> all(Class<R> outcome, List<? extends Trial<R>> trials, Runnable done) {
        List<R> all = new ArrayList<>();
        run(outcome, trials, each -> {
            all.add(each);
            done.run();
        });
        return all;
    }
}
