package org.emergencelaw.ingest.harness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * One {@code results_*.json} of lm-evaluation-harness, of 0.4 and newer or from before: one run of one model over some tasks.
 *
 * <p>Before 0.4 a metric stands as {@code "acc"} with {@code "acc_stderr"}; from 0.4 on with the filter of its answers, {@code
 * "acc,none"} and {@code "acc_stderr,none"}, and the file tells items, shots and groups.
 *
 * @param version of the harness: {@code 0.4.9.2}, else {@code git c10551f}, else {@code before 0.4}
 * @param limited whether the run was told to evaluate only some items
 * @param scores in the order of the file
 * @param doubts tasks of which the file says two numbers of shots
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a>
 */
record HarnessResults(
        ImportFile file, HarnessModel model, String version, boolean limited, List<Score> scores, List<String> doubts) {

    /** What 0.4 calls answers as they came. */
    static final String UNFILTERED = "none";

    private static final Pattern DATED = Pattern.compile("_(\\d{4}-\\d{2}-\\d{2}T[0-9.-]+?)\\.jsonl?$");

    /**
     * One number of the file.
     *
     * @param task as the harness calls it
     * @param filter of the answers; {@code none} before 0.4
     * @param value absent where the file says NaN, or no number at all
     * @param unread what stands there in place of a number; empty where a number does
     * @param standardError as text; empty where the file has none or says N/A
     * @param items evaluated items, where the file tells them or its standard errors do
     * @param itemsWorkedOut whether they are worked out from standard errors
     * @param originalItems items of the task, where the file tells them
     * @param shots absent for a group of tasks with different shots, and where the file does not say
     * @param taskVersion empty when not stated
     * @param subtasks of a group, all levels down to single tasks; empty for a single task
     * @param group whether it is the mean of other tasks
     * @param lowerIsBetter whether the file says so
     * @param generation arguments of the task's generation; empty where there are none
     */
    record Score(
            String task,
            String metric,
            String filter,
            OptionalDouble value,
            String unread,
            String standardError,
            OptionalInt items,
            boolean itemsWorkedOut,
            OptionalInt originalItems,
            OptionalInt shots,
            String taskVersion,
            List<String> subtasks,
            boolean group,
            boolean lowerIsBetter,
            String generation) {

        /** {@code acc,none}. */
        String series() {
            return metric + "," + filter;
        }
    }

    /** When the run was written, as its files have it in their names; empty for a file with another name. */
    static String dateOf(ImportFile file) {
        Matcher dated = DATED.matcher(file.baseName());
        return dated.find() ? dated.group(1) : "";
    }

    /** The runs of one file; none, with an error, when one of them is no run. Throws only when the stream does. */
    static List<HarnessResults> read(ImportFile file, RowErrors errors) throws IOException {
        List<ObjectNode> documents = HarnessDocuments.read(file, errors);
        List<HarnessResults> runs = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            ImportFile place = documents.size() == 1
                    ? file
                    : new ImportFile(file.name() + ", document " + (i + 1), file.content());
            errors.in(place.name());
            new HarnessRunReader(place, documents.get(i)).read(errors).ifPresent(runs::add);
        }
        return runs.size() == documents.size() ? runs : List.of();
    }
}
