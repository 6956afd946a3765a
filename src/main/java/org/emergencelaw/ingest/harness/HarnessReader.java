package org.emergencelaw.ingest.harness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.run.EvaluationRun;
import org.emergencelaw.ingest.run.FileOutline;
import org.emergencelaw.ingest.run.FormatMatch;
import org.emergencelaw.ingest.run.JsonDocuments;
import org.emergencelaw.ingest.run.JsonOutline;
import org.emergencelaw.ingest.run.Reading;
import org.emergencelaw.ingest.run.RunReader;
import org.emergencelaw.ingest.table.ImportFile;

/**
 * {@code results_*.json} and {@code samples_*.jsonl} of lm-evaluation-harness, of 0.4 and newer or from before, and files of the same
 * form that GPT-NeoX writes.
 *
 * <p>Before 0.4 a metric stands as {@code "acc"} with {@code "acc_stderr"}; from 0.4 on with the filter of its answers, {@code
 * "acc,none"} and {@code "acc_stderr,none"}, and the file tells items, shots and groups.
 *
 * @see <a href="https://github.com/EleutherAI/lm-evaluation-harness">lm-evaluation-harness</a>
 */
public final class HarnessReader implements RunReader {

    /** What is read of a run; samples and environment may be large. */
    private static final Set<String> READ = Set.of(
            "results",
            "groups",
            "group_subtasks",
            "configs",
            "versions",
            "n-shot",
            "n-samples",
            "higher_is_better",
            "config",
            "model_name",
            "lm_eval_version",
            "git_hash",
            "chat_template",
            "chat_template_sha",
            "fewshot_as_multiturn",
            "system_instruction",
            "system_instruction_sha");

    /** Keys beside the results, by which a file without them is still known. */
    private static final Set<String> BESIDE = Set.of("versions", "config", "configs", "n-shot");

    private static final String SAMPLES = "samples_";

    @Override
    public String program() {
        return "lm-evaluation-harness";
    }

    @Override
    public String format() {
        return "a results file of lm-evaluation-harness";
    }

    @Override
    public FormatMatch match(FileOutline file) {
        JsonOutline root = file.firstObject();
        if (root.has("doc_id") && !root.has("task_hash")) return FormatMatch.ITEMS;
        if (root.isObject("results")) return FormatMatch.YES;
        // of a file that breaks off before its results, the name tells
        if (file.isJson() && !root.has("results") && file.baseName().startsWith(SAMPLES)) return FormatMatch.ITEMS;
        if (file.isJson() && root.keys().isEmpty() && file.baseName().startsWith("results_")) return FormatMatch.YES;
        long beside = root.keys().stream().filter(BESIDE::contains).count();
        return beside < 2 ? FormatMatch.NO : FormatMatch.unless(root.fault("results", JsonOutline.Kind.OBJECT));
    }

    @Override
    public void read(List<Matched> files, Reading reading) throws IOException {
        List<ImportFile> samples = new ArrayList<>();
        for (Matched each : files) if (each.match().kind() == FormatMatch.Kind.ITEMS) samples.add(each.file());
        List<EvaluationRun> behind = new ArrayList<>();
        for (Matched each : files) {
            if (each.match().kind() == FormatMatch.Kind.ITEMS) continue;
            List<EvaluationRun> runs = runs(each.file(), reading);
            // samples are known by any task of their run, so that all of it has to be kept for them
            if (samples.isEmpty()) runs.forEach(reading::add);
            else behind.addAll(runs);
        }
        HarnessItems.joined(samples, behind, reading).forEach(reading::add);
    }

    /** The runs of one file; none, with an error, when one of them is no run. */
    private static List<EvaluationRun> runs(ImportFile file, Reading reading) throws IOException {
        RowErrors errors = reading.errors();
        List<ObjectNode> documents = JsonDocuments.read(file, READ::contains, errors);
        List<EvaluationRun> runs = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            ImportFile place = documents.size() == 1 ? file : file.part("document " + (i + 1));
            errors.in(place.name());
            Optional<EvaluationRun> run = new HarnessRunReader(place, documents.get(i)).read(reading.told(), errors);
            run.ifPresent(runs::add);
        }
        return runs.size() == documents.size() ? runs : List.of();
    }
}
