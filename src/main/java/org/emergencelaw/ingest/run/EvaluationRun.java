package org.emergencelaw.ingest.run;

import java.util.List;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * One run of one model over some tasks, as an evaluation program left it.
 *
 * @param file with its place in it, where the file holds several runs
 * @param version of the program: {@code 0.4.9.2}, {@code git c10551f}, {@code lighteval 0.8}
 * @param limited whether the run was told to evaluate only some items
 * @param scores in the order of the file
 * @param doubts tasks of which the file says two numbers of shots
 */
public record EvaluationRun(
        ImportFile file,
        EvaluatedModel model,
        String version,
        boolean limited,
        List<Score> scores,
        List<String> doubts) {

    public EvaluationRun {
        scores = List.copyOf(scores);
        doubts = List.copyOf(doubts);
    }

    /** The same with other scores. */
    public EvaluationRun with(List<Score> others) {
        return new EvaluationRun(file, model, version, limited, others, doubts);
    }
}
