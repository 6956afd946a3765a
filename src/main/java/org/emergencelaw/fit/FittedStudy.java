package org.emergencelaw.fit;

import java.util.List;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;

/**
 * A study with a fit of it: its rows as the fit saw them, how they are counted, the options and what came out, so that no answer can
 * rest on another part of them.
 *
 * @param study rows, held-out ones too, with the losses and the compute that the fit went by
 * @param options by which the fit was made
 * @param fitted what came out
 */
public record FittedStudy(StudyRows study, FitOptions options, EmergenceFit.WithDraws fitted) {

    public FittedStudy {
        String task = fitted.fit().task();
        if (!task.equals(study.task().name()))
            throw new IllegalArgumentException(
                    "task of the fit must be that of the rows, " + study.task().name() + ", was " + task);
    }

    public Task task() {
        return study.task();
    }

    public Rows rows() {
        return study.rows();
    }

    public EmergenceFit fit() {
        return fitted.fit();
    }

    /** Draws of emergence law and loss law, jointly; empty where there is no law, one for a point. */
    public List<LawDraw> draws() {
        return fitted.draws();
    }

    /** Path along which compute is counted unless a plan has another. */
    public ComputePath path() {
        return study.losses().path();
    }

    /** The same with some of the draws. */
    public FittedStudy withDraws(List<LawDraw> some) {
        return new FittedStudy(study, options, new EmergenceFit.WithDraws(fitted.fit(), some));
    }
}
