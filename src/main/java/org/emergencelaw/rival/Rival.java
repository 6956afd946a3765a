package org.emergencelaw.rival;

import org.emergencelaw.fit.StudyRows;

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
     * @param study rows that it may see; held-out rows among them are left alone
     * @param seed the same seed gives the same prediction, on any number of threads
     */
    Prediction predict(StudyRows study, long seed);
}
