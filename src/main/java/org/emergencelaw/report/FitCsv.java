package org.emergencelaw.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.LawEstimate;
import org.emergencelaw.format.CsvWriter;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.statistics.Percentiles;

/** Fits of many tasks as a table, a line a study. */
public final class FitCsv {

    private static final List<String> COLUMNS = List.of(
            "task",
            "family",
            "n_observations",
            "trivial_accuracy",
            "shots",
            "verdict",
            "law",
            "parameters",
            "slope",
            "floor",
            "few_shot_shift",
            "emergence_loss_mle",
            "emergence_loss_median",
            "emergence_loss_q05",
            "emergence_loss_q95",
            "emergence_flops_mle",
            "emergence_flops_median",
            "emergence_flops_q05",
            "emergence_flops_q95",
            "warnings",
            "summary",
            "input_sha256",
            "seed",
            "version");

    private FitCsv() {}

    public static String header() {
        return CsvWriter.line(COLUMNS);
    }

    public static String line(String family, EmergenceFit fit) {
        Optional<LawEstimate> law = fit.law();
        List<String> cells = new ArrayList<>(List.of(
                fit.task(),
                family,
                Integer.toString(fit.nObservations()),
                NumberText.text(fit.trivialAccuracy()),
                Integer.toString(fit.shots()),
                DisplayNames.key(fit.verdict()),
                DisplayNames.key(fit.form()),
                law.map(FitCsv::parameters).orElse(""),
                number(law, LawEstimate::slope),
                number(law, LawEstimate::floor),
                number(law, LawEstimate::fewShotShift)));
        cells.addAll(percentiles(fit.emergence().lossNats()));
        cells.addAll(percentiles(fit.emergence().trainFlops()));
        cells.add(fit.warnings().stream().map(Warning::code).collect(Collectors.joining(" ")));
        cells.add(fit.summary());
        cells.add(fit.inputSha256());
        cells.add(Long.toString(fit.seed()));
        cells.add(fit.version());
        return CsvWriter.line(cells);
    }

    private static String parameters(LawEstimate law) {
        return law.parameters().entrySet().stream()
                .filter(parameter -> parameter.getValue().isPresent())
                .map(parameter -> parameter.getKey() + "=" + NumberText.text(parameter.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String number(Optional<LawEstimate> law, ToDoubleFunction<LawEstimate> of) {
        return law.map(estimate -> NumberText.text(OptionalDouble.of(of.applyAsDouble(estimate))))
                .orElse("");
    }

    private static List<String> percentiles(Percentiles of) {
        return List.of(
                NumberText.text(of.mle()),
                NumberText.text(of.median()),
                NumberText.text(of.q05()),
                NumberText.text(of.q95()));
    }
}
