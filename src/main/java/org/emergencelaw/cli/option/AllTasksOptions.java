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
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.sweep.StudyAnswers;
import org.emergencelaw.sweep.StudyResult;
import org.emergencelaw.sweep.StudyWork;
import org.emergencelaw.sweep.SweepInput;
import org.emergencelaw.sweep.SweepStudy;
import picocli.CommandLine.Option;

/** All tasks of a file in one go: a table in, a table out. */
public final class AllTasksOptions {

    @Option(
            names = "--all-tasks",
            description =
                    "Every task and family of FILE: prints CSV, a line a task. --trivial-accuracy and --shots then"
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
     * Prints or writes a table of answers; a task that breaks a rule is left out with a warning, for another one may be fine.
     *
     * @param table of which kind
     * @param what the command asks, beside the file and the options of a fit
     */
    public int run(
            Terminal terminal,
            FitInput input,
            String table,
            String what,
            BiFunction<StudyAnswers, SweepStudy, StudyResult> answer)
            throws IOException {
        if (input.json()) throw new IllegalArgumentException("--all-tasks prints CSV: leave --json out");
        return run(terminal, input.studies(terminal), input.answers(), table, what, answer);
    }

    /** The same of studies that were read otherwise. */
    public int run(
            Terminal terminal,
            List<SweepStudy> studies,
            StudyAnswers answers,
            String table,
            String what,
            BiFunction<StudyAnswers, SweepStudy, StudyResult> answer)
            throws IOException {
        if (threads < 1) throw new IllegalArgumentException("--threads must be at least 1, was " + threads);
        List<StudyResult> results = results(terminal, studies, answers, table + " " + what, answer);
        StringBuilder csv = new StringBuilder(StudyAnswers.header(table));
        for (int i = 0; i < studies.size(); i++) {
            SweepStudy study = studies.get(i);
            results.get(i)
                    .fault()
                    .ifPresent(
                            fault -> terminal.warn(study.task() + " on " + study.family() + " is left out: " + fault));
            results.get(i).lines(table).forEach(csv::append);
        }
        if (results.stream().allMatch(result -> result.fault().isPresent()))
            throw new IllegalArgumentException("no task of the file could be used");
        if (output.isPresent()) Files.writeString(output.get(), csv);
        else terminal.out().print(csv);
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
        try (StudyWork work = output.isPresent()
                        ? StudyWork.resuming(threads, progress(output.get()), signature(studies, answers, what))
                        : StudyWork.passing(threads);
                WorkProgress bar = WorkProgress.of(terminal, "tasks")) {
            bar.more(studies.size());
            return work.results(0, studies, study -> answer.apply(answers, study), bar::step);
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
