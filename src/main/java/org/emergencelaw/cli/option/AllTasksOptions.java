package org.emergencelaw.cli.option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.emergencelaw.fit.Version;
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.sweep.StudyAnswers;
import org.emergencelaw.sweep.StudyResult;
import org.emergencelaw.sweep.StudyWork;
import org.emergencelaw.sweep.SweepInput;
import org.emergencelaw.sweep.SweepStudy;
import org.emergencelaw.sweep.Workers;
import picocli.CommandLine.Option;

/** All tasks of a file in one go: a table in, a table out. */
public final class AllTasksOptions {

    /** In the place of a table's name. */
    private static final String JSON = "json";

    @Option(
            names = "--all-tasks",
            description =
                    "Every task and family of FILE: prints CSV, a line a task; with --json a list of what is printed of one"
                            + " task. --trivial-accuracy and --shots then"
                            + " are of tasks that neither the catalogue nor columns of that name tell of.")
    private boolean allTasks;

    @Option(
            names = "--output",
            paramLabel = "OUT",
            description =
                    "With --all-tasks: write the table there. What is done is kept beside it, and the same command"
                            + " goes on where it was cut short.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "With --all-tasks: threads (default: all cores).")
    private int threads = Runtime.getRuntime().availableProcessors();

    /** Whether they are asked for. */
    public boolean given() {
        if (!allTasks && output.isPresent()) throw new IllegalArgumentException("--output goes with --all-tasks");
        return allTasks;
    }

    /**
     * What is asked of each task.
     *
     * @param table of which kind the answers are
     * @param what the command asks, beside the file and the options of a fit
     * @param lines of that table
     * @param alone what the command prints of one task as JSON
     */
    public record Asked(
            String table,
            String what,
            BiFunction<StudyAnswers, SweepStudy, StudyResult> lines,
            BiFunction<StudyAnswers, SweepStudy, Object> alone) {

        StudyResult json(StudyAnswers answers, SweepStudy study) {
            return StudyAnswers.told(
                    study,
                    JSON,
                    each -> List.of(Json.write(new Answered(each.task(), each.family(), alone.apply(answers, each)))));
        }
    }

    /** An answer in a list of them. */
    private record Answered(String task, String family, Object answer) {}

    /** Prints or writes answers; a task that breaks a rule is left out with a warning, for another one may be fine. */
    public int run(Terminal terminal, FitInput input, Asked asked) throws IOException {
        return run(terminal, input.studies(terminal), input.answers(), asked, input.json());
    }

    /** The same of studies that were read otherwise. */
    public int run(Terminal terminal, List<SweepStudy> studies, StudyAnswers answers, Asked asked, boolean json)
            throws IOException {
        if (threads < 1) throw new IllegalArgumentException("--threads must be at least 1, was " + threads);
        String table = json ? JSON : asked.table;
        List<StudyResult> results =
                results(terminal, studies, answers, table + " " + asked.what, json ? asked::json : asked.lines);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < studies.size(); i++) {
            SweepStudy study = studies.get(i);
            results.get(i)
                    .fault()
                    .ifPresent(
                            fault -> terminal.warn(study.task() + " on " + study.family() + " is left out: " + fault));
            lines.addAll(results.get(i).lines(table));
        }
        if (results.stream().allMatch(result -> result.fault().isPresent()))
            throw new IllegalArgumentException("no task of the file could be used");
        String text = json
                ? FitInput.json(Json.mapper().readTree("[" + String.join(",", lines) + "]")) + "\n"
                : StudyAnswers.header(table) + String.join("", lines);
        if (output.isPresent()) Files.writeString(output.get(), text);
        else terminal.out().print(text);
        if (output.isPresent()) Files.deleteIfExists(progress(output.get()));
        return 0;
    }

    private List<StudyResult> results(
            Terminal terminal,
            List<SweepStudy> studies,
            StudyAnswers answers,
            String what,
            BiFunction<StudyAnswers, SweepStudy, StudyResult> answer)
            throws IOException {
        Workers workers = Workers.threads(threads, study -> answer.apply(answers, study));
        StudyWork work = output.isPresent()
                ? StudyWork.resuming(workers, progress(output.get()), signature(studies, answers, what))
                : StudyWork.passing(workers);
        try (WorkProgress bar = WorkProgress.of(terminal, "tasks")) {
            bar.more(studies.size());
            return work.results(0, studies, bar::step);
        }
    }

    private static Path progress(Path output) {
        return output.resolveSibling(output.getFileName() + ".progress");
    }

    private static String signature(List<SweepStudy> studies, StudyAnswers answers, String what) {
        List<Observation> rows = new ArrayList<>();
        for (SweepStudy study : studies) rows.addAll(study.rows());
        String of = Version.CURRENT + " " + what + " " + answers.options() + " " + answers.tasks() + " "
                + answers.losses() + " " + answers.catalogue().entries() + " " + ObservationCsv.sha256(rows);
        return SweepInput.sha256(of.getBytes(StandardCharsets.UTF_8));
    }
}
