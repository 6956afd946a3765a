package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Percentiles;

/**
 * Which assumption moves a forecast most: one assumption is changed at a time, and the forecast made anew.
 *
 * <p>Other law forms, another D0 and dropped rows are refitted by the same method and seed. Alpha and the irreducible loss are not
 * assumptions but unknowns: there the forecast is that of the fifth of the draws with the lowest, and with the highest, values.
 *
 * @param base the forecast as it stands
 * @param bars the assumptions, the one that moves the compute at emergence most first
 */
public record SensitivityTornado(Case base, List<Bar> bars) {

    /** Share of the draws to either side. */
    private static final double FIFTH = 0.2;

    private static final int FEWEST_DRAWS = 50;

    /** Shots up to which the paper found the elbow to hardly move. */
    private static final int SHOTS_TIMES = 10;

    /**
     * An assumption.
     *
     * @param key stable snake_case name
     * @param swing largest over smallest compute at emergence among the base and the cases; absent where one is never or unknown
     * @param swingProbability largest less smallest P(exceeds trivial)
     */
    public record Bar(String key, String assumption, List<Case> cases, OptionalDouble swing, double swingProbability) {}

    /**
     * The forecast under one change.
     *
     * @param change in words
     * @param emergenceFlops median compute at emergence along the path; absent where most of the posterior says never
     * @param reason why there are no numbers
     */
    public record Case(
            String change,
            OptionalDouble emergenceLossNats,
            OptionalDouble emergenceFlops,
            OptionalDouble pExceedsTrivial,
            Optional<String> reason) {}

    /** The assumption that moves P(exceeds trivial) most, which need not be the one that moves the compute most; there must be one. */
    public Bar mostOfProbability() {
        return bars.stream()
                .max(Comparator.comparingDouble(Bar::swingProbability))
                .orElseThrow();
    }

    public static SensitivityTornado of(FittedStudy fitted, PlannedRun plan) {
        return new Builder(fitted, plan).tornado();
    }

    private record Builder(FittedStudy fitted, PlannedRun plan) {

        SensitivityTornado tornado() {
            Case base = answer("as it stands", fitted, plan);
            List<Bar> bars = new ArrayList<>();
            add(bars, base, "law_form", "Form of the emergence law", otherForms());
            add(bars, base, "shots", "D₀, where the law is read off", List.of(moreShots()));
            add(bars, base, "smallest_data_amount", "The smallest data amount", withoutSmallestAmount());
            add(bars, base, "last_checkpoint", "The strongest checkpoint", withoutLastCheckpoint());
            add(
                    bars,
                    base,
                    "exponent",
                    "Exponent of the emergence law",
                    fifths("exponent", draw -> draw.curve().law().shapeParameter()));
            if (hasIrreducibleLoss())
                add(
                        bars,
                        base,
                        "irreducible_loss",
                        "Irreducible loss",
                        fifths(
                                "irreducible loss",
                                draw -> draw.lossLaw()
                                        .orElseThrow()
                                        .parameters()
                                        .get("irreducible_loss_nats")));
            add(bars, base, "path", "Path of compute", otherPaths());
            bars.sort(Comparator.comparingDouble((Bar bar) -> -bar.swing().orElse(Double.POSITIVE_INFINITY))
                    .thenComparingDouble(bar -> -bar.swingProbability()));
            return new SensitivityTornado(base, List.copyOf(bars));
        }

        private void add(List<Bar> bars, Case base, String key, String assumption, List<Case> cases) {
            if (cases.isEmpty()) return;
            List<Case> all = new ArrayList<>(cases);
            all.add(base);
            boolean known = all.stream().allMatch(one -> one.emergenceFlops().isPresent());
            double[] flops = all.stream()
                    .flatMapToDouble(one -> one.emergenceFlops().stream())
                    .sorted()
                    .toArray();
            double[] exceeds = all.stream()
                    .flatMapToDouble(one -> one.pExceedsTrivial().stream())
                    .sorted()
                    .toArray();
            OptionalDouble swing =
                    known ? OptionalDouble.of(flops[flops.length - 1] / flops[0]) : OptionalDouble.empty();
            double probability = exceeds.length == 0 ? 0 : exceeds[exceeds.length - 1] - exceeds[0];
            bars.add(new Bar(key, assumption, cases, swing, probability));
        }

        private List<Case> otherForms() {
            return fitted.options().law().others().stream()
                    .map(other -> refit(
                            other.formula(), fitted.study(), fitted.options().withLaw(other)))
                    .toList();
        }

        private Case moreShots() {
            Task task = fitted.task();
            int shots = SHOTS_TIMES * task.shots();
            Task more = new Task(task.name(), task.metric(), task.trivialAccuracy(), shots);
            Rows moved = fitted.rows()
                    .each(row -> row.regime() == Regime.FEW_SHOT && row.examples() == task.shots()
                            ? row.withExamples(shots)
                            : row);
            return refit(
                    "D₀ = " + shots + ", ten times the shots",
                    fitted.study().with(more).with(moved),
                    fitted.options());
        }

        private List<Case> withoutSmallestAmount() {
            TreeSet<Long> amounts = fitted.rows().visible().amounts();
            if (amounts.isEmpty()) return List.of();
            long least = amounts.first();
            return List.of(without(
                    "D = " + DisplayNumbers.whole(least),
                    row -> row.regime() == Regime.FINETUNED && row.examples() == least));
        }

        private List<Case> withoutLastCheckpoint() {
            Optional<Checkpoint> last = fitted.rows().visible().withLoss().stream()
                    .map(Observation::checkpoint)
                    .min(Comparator.comparingDouble(
                            checkpoint -> checkpoint.pretrainLossNats().getAsDouble()));
            if (last.isEmpty()) return List.of();
            return List.of(without(
                    last.get().model() + " at "
                            + DisplayNumbers.decimal3(last.get().pretrainLossNats()) + " nats",
                    row -> row.checkpoint().equals(last.get())));
        }

        private Case without(String what, Predicate<Observation> left) {
            Rows rest = fitted.rows().where(left.negate());
            return refit("without " + what, fitted.study().with(rest), fitted.options());
        }

        private boolean hasIrreducibleLoss() {
            return !fitted.draws().isEmpty()
                    && fitted.draws().get(0).lossLaw().isPresent()
                    && fitted.fit().lossLaw().flatMap(law -> law.published()).isEmpty()
                    && fitted.draws().get(0).lossLaw().get().parameters().containsKey("irreducible_loss_nats");
        }

        private List<Case> fifths(String what, ToDoubleFunction<LawDraw> value) {
            List<LawDraw> draws = fitted.draws();
            if (draws.size() < FEWEST_DRAWS) return List.of();
            double[] sorted = draws.stream().mapToDouble(value).sorted().toArray();
            double low = Percentiles.quantile(sorted, FIFTH), high = Percentiles.quantile(sorted, 1 - FIFTH);
            return List.of(
                    among(
                            "lowest fifth, " + what + " below " + DisplayNumbers.significant3(low),
                            draw -> value.applyAsDouble(draw) <= low),
                    among(
                            "highest fifth, " + what + " above " + DisplayNumbers.significant3(high),
                            draw -> value.applyAsDouble(draw) >= high));
        }

        private Case among(String change, Predicate<LawDraw> which) {
            List<LawDraw> some = fitted.draws().stream().filter(which).toList();
            return answer(change, fitted.withDraws(some), plan);
        }

        private List<Case> otherPaths() {
            if (plan.lossOnly()) return List.of();
            return Arrays.stream(PathChoice.values())
                    .filter(path -> path != plan.path())
                    .map(plan::along)
                    .map(other -> answer("", fitted, other))
                    .toList();
        }

        private Case refit(String change, StudyRows study, FitOptions options) {
            return answer(change, EmergenceFitter.fit(study, options), plan);
        }

        /** @param change in words; the path where it is empty */
        private Case answer(String change, FittedStudy fit, PlannedRun run) {
            OptionalDouble none = OptionalDouble.empty();
            try {
                double level = run.level().orElse(fitted.task().defaultLevel());
                Optional<LawForecast> forecast = new LawForecaster(fit)
                        .forecast(run, level, Percentiles.absent("the law alone is asked"), Optional.empty());
                Optional<EmergenceOnPath> onPath = forecast.flatMap(LawForecast::emergenceOnPath);
                double[] losses = fit.draws().stream()
                        .mapToDouble(LawDraw::emergenceLossNats)
                        .sorted()
                        .toArray();
                return new Case(
                        change.isEmpty() ? onPath.map(EmergenceOnPath::along).orElse("another path") : change,
                        losses.length == 0 ? none : OptionalDouble.of(Percentiles.quantile(losses, 0.5)),
                        onPath.map(found -> found.trainFlops().median().isPresent()
                                        ? found.trainFlops().median()
                                        : found.trainFlops().mle())
                                .orElse(none),
                        forecast.map(found -> OptionalDouble.of(found.pExceedsTrivial()))
                                .orElse(none),
                        forecast.isPresent()
                                ? Optional.empty()
                                : Optional.of("No forecast: " + fit.fit().summary()));
            } catch (IllegalArgumentException cannot) {
                return new Case(change, none, none, none, Optional.of(String.valueOf(cannot.getMessage())));
            }
        }
    }
}
