package org.emergencelaw.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.fit.UnconvergedException;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.forecast.Forecaster;
import org.emergencelaw.forecast.HeldOutComparison;
import org.emergencelaw.ingest.TaskSettings;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.report.BacktestCsv;
import org.emergencelaw.report.ComparisonCsv;
import org.emergencelaw.report.FitCsv;
import org.emergencelaw.report.suite.SuiteCsv;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.suite.TaskForecast;

/**
 * What can be asked of every study of a table, each answer as lines of a table.
 *
 * @param tasks what the catalogue does not know of a task
 * @param losses how all of them count, and where their losses come from
 */
public record StudyAnswers(TaskCatalogue catalogue, TaskSettings tasks, LossSource losses, FitOptions options) {

    /** Names of the tables. */
    public static final String FITS = "fits";

    public static final String FORECASTS = "forecasts";
    public static final String COMPARISONS = "comparisons";
    public static final String BACKTESTS = "backtests";

    /** The first line of a table. */
    public static String header(String table) {
        return switch (table) {
            case FITS -> FitCsv.header();
            case FORECASTS -> SuiteCsv.header();
            case COMPARISONS -> ComparisonCsv.header();
            case BACKTESTS -> BacktestCsv.header();
            default -> throw new IllegalArgumentException("there is no table " + table);
        };
    }

    private StudyRows rows(SweepStudy study) {
        return StudyRows.of(
                tasks.task(study.rows(), catalogue), study.rows(), losses, ObservationCsv.sha256(study.rows()));
    }

    public FittedStudy fitted(SweepStudy study) {
        return EmergenceFitter.fit(rows(study), options);
    }

    public Forecaster forecaster(FittedStudy fitted) {
        return new Forecaster(fitted, catalogue.level(fitted.task()));
    }

    public StudyResult fit(SweepStudy study) {
        return told(
                study,
                FITS,
                each -> List.of(FitCsv.line(each.family(), fitted(each).fit())));
    }

    public StudyResult forecast(SweepStudy study, List<SuitePlan> plans) {
        return told(study, FORECASTS, each -> {
            Forecaster forecaster = forecaster(fitted(each));
            OptionalInt usual =
                    catalogue.find(each.task()).map(entry -> entry.nEval()).orElse(OptionalInt.empty());
            return plans.stream()
                    .map(plan -> SuiteCsv.line(each.family(), plan, TaskForecast.of(forecaster, "", "", plan, usual)))
                    .toList();
        });
    }

    public StudyResult compare(SweepStudy study) {
        return told(study, COMPARISONS, each -> {
            Forecaster forecaster = forecaster(fitted(each));
            return ComparisonCsv.lines(each.task(), each.family(), HeldOutComparison.of(forecaster));
        });
    }

    public StudyResult backtest(SweepStudy study) {
        return told(study, BACKTESTS, each -> BacktestCsv.lines(replayed(each)));
    }

    public Backtest replayed(SweepStudy study) {
        Backtest.Work work = new Backtest.Work(rows(study), options.seed());
        return work.report(IntStream.range(0, work.parts()).mapToObj(work::part).toList());
    }

    /** What a sweep asks: forecasts of plans, or where there are none the fit; and the backtest, where it is wanted. */
    StudyResult swept(SweepStudy study, List<SuitePlan> plans, boolean backtest) {
        StudyResult result = plans.isEmpty() ? fit(study) : forecast(study, plans);
        return backtest ? both(result, backtest(study)) : result;
    }

    /** Two answers of one study; what is wrong with either is told. */
    private static StudyResult both(StudyResult one, StudyResult other) {
        SortedMap<String, List<String>> tables = new TreeMap<>(one.tables());
        tables.putAll(other.tables());
        List<String> faults = new ArrayList<>();
        one.fault().ifPresent(faults::add);
        other.fault().filter(fault -> !faults.contains(fault)).ifPresent(faults::add);
        return new StudyResult(tables, faults.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", faults)));
    }

    /** A study that breaks a rule is a fault of its own: another one may be fine. */
    public static StudyResult told(SweepStudy study, String table, Function<SweepStudy, List<String>> lines) {
        try {
            return StudyResult.of(table, lines.apply(study));
        } catch (IllegalArgumentException | UnconvergedException refused) {
            return StudyResult.faulty(String.valueOf(refused.getMessage()));
        }
    }
}
