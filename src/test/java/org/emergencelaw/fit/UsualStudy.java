package org.emergencelaw.fit;

import java.util.List;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;

/** Rows of a study that measures its losses and counts C = 6 N T. */
public final class UsualStudy {

    private UsualStudy() {}

    public static StudyRows of(Task task, List<Observation> rows) {
        return StudyRows.of(task, rows, LossSource.DEFAULT, "digest");
    }

    public static Rows rows(List<Observation> rows) {
        return new Rows(rows, ComputeConvention.USUAL_FLOPS_PER_PARAM_TOKEN, "digest");
    }

    /** A fit with the rows that it saw. */
    public static FittedStudy fit(Task task, List<Observation> rows, FitOptions options) {
        return EmergenceFitter.fit(of(task, rows), options);
    }

    /** A fit beside rows that it did not see. */
    public static FittedStudy beside(FittedStudy fitted, List<Observation> rows) {
        return new FittedStudy(of(fitted.task(), rows), fitted.options(), fitted.fitted());
    }
}
