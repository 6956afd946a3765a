package org.emergencelaw.cli.calibrate;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.emergencelaw.calibration.Trial;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Interval90;

/** What becomes of a table on its way from an import to a forecast. */
enum Fate {
    REFUSED,
    WARNED,
    HARMLESS,
    SILENT;

    private static final Task TASK = new Task("arc_easy", "accuracy", 0.25, 5);

    /** What an import says of any table of this kind. */
    private static final Set<String> USUAL = Set.of("flops_from_6nt");

    /** Part of the base's interval by which an answer may move. */
    private static final double MOVE = 0.1;

    /** What a good study answers, and what is said of it. */
    record Expected(Interval90 accuracy, Set<String> warnings) {

        static Expected of(StudyTable good) {
            Answer answer = answer(read(good));
            return new Expected(answer.accuracy().orElseThrow(), answer.warnings());
        }
    }

    /** What is said of a table, and what it answers. */
    private record Answer(Optional<Interval90> accuracy, Set<String> warnings) {}

    /**
     * A good study that is corrupted.
     *
     * @param base seed of the good study
     * @param seed of the corruption
     */
    record Corrupted(long base, Expected expected, Corruption kind, long seed) implements Trial<Fate> {

        StudyTable table() {
            return kind.of(StudyTable.good(base), new Random(seed));
        }

        /** What is wrong with it, for a list. */
        String difference() {
            return table().difference(StudyTable.good(base));
        }

        @Override
        public Fate run() {
            return fate(expected, table());
        }
    }

    /**
     * A good study as somebody else would have written it: refused, warned of, or neither, which is what it should be.
     *
     * @param base seed of the good study
     * @param seed of the way of writing
     */
    record Variant(long base, long seed) implements Trial<Fate> {

        @Override
        public Fate run() {
            ImportResult read = read(Corruption.variant(StudyTable.good(base), new Random(seed)));
            if (!read.accepted()) return REFUSED;
            return said(read).isEmpty() ? HARMLESS : WARNED;
        }
    }

    private static Fate fate(Expected base, StudyTable table) {
        ImportResult read = read(table);
        if (!read.accepted()) return REFUSED;
        if (!said(read).isEmpty()) return WARNED;
        Answer answer;
        try {
            answer = answer(read);
        } catch (IllegalArgumentException refused) {
            return REFUSED;
        }
        if (answer.accuracy().isEmpty() || !base.warnings().containsAll(answer.warnings())) return WARNED;
        double width = base.accuracy().q95() - base.accuracy().q05();
        double moved =
                Math.abs(answer.accuracy().get().median() - base.accuracy().median());
        return moved < MOVE * width ? HARMLESS : SILENT;
    }

    private static ImportResult read(StudyTable table) {
        return ObservationCsv.read(
                table.csv(),
                ImportRules.any()
                        .withTask(TASK.name())
                        .withTrivialAccuracy(TASK.trivialAccuracy())
                        .withShots(OptionalInt.of(TASK.shots())));
    }

    private static Set<String> said(ImportResult read) {
        return read.warnings().stream()
                .map(Warning::code)
                .filter(code -> !USUAL.contains(code))
                .collect(Collectors.toSet());
    }

    /** The forecast of a planned run of 70B parameters on 1.4T tokens, with all that the fit and the forecast say beside it. */
    private static Answer answer(ImportResult read) {
        StudyRows study = StudyRows.of(TASK, read.observations(), LossSource.DEFAULT, "");
        FittedStudy fitted = EmergenceFitter.fit(study, FitOptions.DEFAULT);
        Forecast forecast = new Forecaster(fitted)
                .forecast(new PlannedRun(
                        OptionalDouble.of(70e9),
                        OptionalDouble.of(1.4e12),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        PlannedRun.DEFAULT_EVAL_ITEMS,
                        PathChoice.OWN_RATIO,
                        OptionalDouble.empty()));
        Set<String> codes = fitted.fit().warnings().stream().map(Warning::code).collect(Collectors.toSet());
        forecast.warnings().forEach(warning -> codes.add(warning.code()));
        codes.add("verdict_" + DisplayNames.key(fitted.fit().verdict()));
        return new Answer(forecast.accuracy(), codes);
    }
}
