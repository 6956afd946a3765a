package org.emergencelaw.rival;

import java.util.List;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Task;

/**
 * A way to predict from small models when a larger one will have an ability. The emergence law is one of several; held-out models
 * decide between them.
 */
public interface Rival {

    /** Stable snake_case name. */
    String key();

    /** What it does, in one sentence. */
    String description();

    /**
     * Predicts the point of emergence.
     *
     * @param visible rows that it may see; held-out rows among them are left alone
     * @param seed the same seed gives the same prediction, on any number of threads
     */
    Prediction predict(Task task, List<Observation> visible, long seed);
}
