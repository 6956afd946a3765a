package org.emergencelaw.workspace.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.TaskSettings;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.observation.Task;
import org.emergencelaw.spill.RowSequence;
import org.emergencelaw.store.SuiteStore;
import org.emergencelaw.workspace.NewStudy;
import org.emergencelaw.workspace.ObservationImport.Mode;
import org.emergencelaw.workspace.ObservationImport.RowSource;
import org.emergencelaw.workspace.Workspace;

/** Takes rows of many tasks into a suite, all or none: a study a task, made where there is none yet. */
public final class SuiteImport {

    private static final int LONGEST_STUDY_ID = 80;
    private static final int LONGEST_NAME = 200;

    private final Workspace workspace;
    private final Suites suites;
    private final SuiteStore store;

    public SuiteImport(Workspace workspace, Suites suites) {
        this.workspace = workspace;
        this.suites = suites;
        this.store = workspace.database().suites();
    }

    /**
     * Rows that were read and not saved yet.
     *
     * @param before revision of the suite's rows by which they were read
     * @param newTasks tasks that have no study yet, by name
     */
    public record Submitted(
            Suite suite,
            Mode mode,
            TaskSettings settings,
            RowSource source,
            String before,
            ImportResult read,
            Map<String, Task> newTasks) {

        /** Of a task that has no study yet. */
        Task newTask(String name) {
            return Objects.requireNonNull(newTasks.get(name), name);
        }

        /** The same into a suite that was made meanwhile. */
        public Submitted into(Suite made) {
            return new Submitted(made, mode, settings, source, before, read, newTasks);
        }
    }

    /** What was read, and what became of it; no report where a row is faulty. */
    public record Done(ImportResult read, Optional<SuiteImportReport> report) {}

    /** The part of an import that may take long; writes nothing. */
    public Submitted read(Suite suite, Mode mode, TaskSettings settings, RowSource source) {
        List<Study> studies = suites.studies(suite);
        String before = revision(studies);
        ImportRules rules = ImportRules.any()
                .withFamily(suite.family())
                .withFlopsPerParamToken(suite.convention().flopsPerParamToken())
                .withShots(settings.shots())
                .withModels(workspace.models());
        if (!mode.replaces())
            rules = rules.withSaved(RowSequence.of(studies.stream()
                    .flatMap(study -> workspace.observations(study).stream())
                    .toList()));
        if (mode.updates()) rules = rules.updating();
        ImportResult read = source.readNow(rules);
        Map<String, Task> made = new LinkedHashMap<>();
        List<RowError> faults = read.accepted() ? newTasks(read, studies, settings, made) : List.of();
        return new Submitted(suite, mode, settings, source, before, faulty(read, faults), made);
    }

    private static ImportResult faulty(ImportResult read, List<RowError> faults) {
        return faults.isEmpty()
                ? read
                : new ImportResult(read.rows(), List.of(), faults, 0, read.warnings(), read.mapping());
    }

    /** Faults of one cause are told once, with all tasks that have it. */
    private List<RowError> newTasks(
            ImportResult read, List<Study> studies, TaskSettings settings, Map<String, Task> made) {
        Map<String, List<String>> faults = new LinkedHashMap<>();
        byTask(read.observations()).forEach((name, rows) -> {
            if (studyOf(studies, name).isPresent()) return;
            try {
                made.put(name, settings.task(rows, workspace.tasks()));
            } catch (IllegalArgumentException unknown) {
                faults.computeIfAbsent(String.valueOf(unknown.getMessage()), first -> new ArrayList<>())
                        .add(name);
            }
        });
        return faults.entrySet().stream()
                .map(
                        fault -> new RowError(
                                1,
                                "task",
                                String.join(", ", fault.getValue()),
                                fault.getKey(),
                                "add columns trivial_accuracy and shots, or state both for all tasks that the catalogue does not know"))
                .toList();
    }

    private static Map<String, List<Observation>> byTask(List<Observation> rows) {
        return rows.stream().collect(Collectors.groupingBy(Observation::task, LinkedHashMap::new, Collectors.toList()));
    }

    private static Optional<Study> studyOf(List<Study> studies, String task) {
        return studies.stream()
                .filter(study -> study.task().name().equals(task))
                .findFirst();
    }

    private String revision(List<Study> studies) {
        return studies.stream()
                .map(study -> study.id() + " " + workspace.revision(study))
                .collect(Collectors.joining("\n"));
    }

    /** The rest of an import: everything is saved, or nothing; read once more where the suite changed meanwhile. */
    public Done save(Submitted submitted) {
        if (!submitted.read().accepted()) return new Done(submitted.read(), Optional.empty());
        if (!submitted.mode().saves()) return new Done(submitted.read(), Optional.of(report(submitted, Map.of())));
        return workspace.atomically(() -> {
            Suite suite = suites.suite(submitted.suite().id());
            Submitted now = revision(suites.studies(suite)).equals(submitted.before())
                    ? submitted
                    : read(suite, submitted.mode(), submitted.settings(), submitted.source());
            if (!now.read().accepted()) return new Done(now.read(), Optional.empty());
            Map<String, Study> studies = new LinkedHashMap<>();
            byTask(now.read().observations()).forEach((task, rows) -> studies.put(task, keep(suite, now, task, rows)));
            return new Done(now.read(), Optional.of(report(now, studies)));
        });
    }

    private Study keep(Suite suite, Submitted submitted, String task, List<Observation> rows) {
        Study study = studyOf(suites.studies(suite), task).orElseGet(() -> make(suite, submitted.newTask(task)));
        ImportResult own = new ImportResult(
                rows.size(), rows, List.of(), 0, List.of(), submitted.read().mapping());
        workspace.imports().keep(study, submitted.mode(), own);
        return study;
    }

    private Study make(Suite suite, Task task) {
        String name = suite.name() + ": " + task.name();
        NewStudy asked = new NewStudy(
                Optional.of(freeId(suite, task)),
                name.substring(0, Math.min(LONGEST_NAME, name.length())),
                task.name(),
                Optional.of(task.metric()),
                OptionalDouble.of(task.trivialAccuracy()),
                OptionalInt.of(task.shots()),
                Optional.of(suite.family()),
                OptionalDouble.of(suite.convention().flopsPerParamToken()),
                Optional.of(suite.convention().paramCount()),
                suite.convention().lossLaw());
        Study study = workspace.create(asked);
        store.join(suite.id(), study.id());
        return study;
    }

    private String freeId(Suite suite, Task task) {
        String id = NewStudy.slug(suite.id() + "-" + task.name(), LONGEST_STUDY_ID - 4, "study");
        String free = id;
        for (int i = 2; workspace.find(free).isPresent(); i++) free = id + "-" + i;
        return free;
    }

    /** @param kept studies by task; none for a dry run */
    private SuiteImportReport report(Submitted submitted, Map<String, Study> kept) {
        List<Study> studies = kept.isEmpty() ? suites.studies(submitted.suite()) : List.copyOf(kept.values());
        List<SuiteImportReport.Part> parts = new ArrayList<>();
        byTask(submitted.read().observations()).forEach((task, rows) -> {
            Optional<Study> study = studyOf(studies, task);
            parts.add(new SuiteImportReport.Part(
                    study.map(Study::id).orElse(""),
                    study.map(Study::task).orElseGet(() -> submitted.newTask(task)),
                    submitted.newTasks().containsKey(task),
                    rows.size()));
        });
        return new SuiteImportReport(
                submitted.suite().id(),
                submitted.read().observations().size(),
                submitted.mode().saves(),
                parts,
                submitted.read().warnings(),
                submitted.read().mapping());
    }
}
