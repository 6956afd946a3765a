package org.emergencelaw.forecast;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.StudyRows;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.member.DoublingsAxis;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;
import org.emergencelaw.statistics.Percentiles;

/**
 * One assumption of a forecast, and what else it could be.
 *
 * <p>Other law forms, another D0 and dropped rows are refitted by the same method and seed. Exponent and irreducible loss are not
 * assumptions but unknowns of the law: there it is asked with the fifth of its draws that has the lowest, and the highest, values.
 *
 * @param of whose assumption it is
 */
record ForecastChange(String key, String assumption, Of of, List<Variant> variants) {

    /** Share of the draws to either side. */
    private static final double FIFTH = 0.2;

    private static final int FEWEST_DRAWS = 50;

    /** Shots up to which the paper found the elbow to hardly move. */
    private static final int SHOTS_TIMES = 10;

    /** Whom a change can move. */
    enum Of {
        BOTH,
        COMBINED_FORECAST,
        LAW
    }

    /**
     * One value of the assumption.
     *
     * @param change in words
     * @param fitted the study under it, fitted when first asked for
     */
    record Variant(String change, Supplier<FittedStudy> fitted, PlannedRun plan) {}

    boolean ofLawAlone() {
        return of == Of.LAW;
    }

    boolean ofCombinedAlone() {
        return of == Of.COMBINED_FORECAST;
    }

    static List<ForecastChange> of(FittedStudy fitted, PlannedRun plan) {
        return new Builder(fitted, plan).changes();
    }

    private record Builder(FittedStudy fitted, PlannedRun plan) {

        List<ForecastChange> changes() {
            List<ForecastChange> all = new ArrayList<>();
            boolean finetuned = !fitted.rows().visible().finetuned().isEmpty();
            if (finetuned) {
                add(all, "law_form", "Form of the emergence law", Of.BOTH, otherForms());
                add(all, "shots", "D₀, where the law is read off", Of.BOTH, moreShots());
                add(all, "smallest_data_amount", "The smallest data amount", Of.BOTH, withoutSmallestAmount());
                add(all, "finetuned_rows", "The finetuned rows", Of.COMBINED_FORECAST, withoutFinetuned());
            }
            add(all, "last_checkpoint", "The strongest checkpoint", Of.BOTH, withoutLastCheckpoint());
            add(all, "losses", "How models are compared", Of.COMBINED_FORECAST, byComputeAlone());
            add(
                    all,
                    "exponent",
                    "Exponent of the emergence law",
                    Of.LAW,
                    fifths("exponent", draw -> draw.curve().law().shapeParameter()));
            if (hasIrreducibleLoss())
                add(
                        all,
                        "irreducible_loss",
                        "Irreducible loss",
                        Of.LAW,
                        fifths(
                                "irreducible loss",
                                draw -> draw.lossLaw()
                                        .orElseThrow()
                                        .parameters()
                                        .get("irreducible_loss_nats")));
            add(all, "path", "Path of compute", Of.BOTH, otherPaths());
            return all;
        }

        private static void add(
                List<ForecastChange> all, String key, String assumption, Of of, List<Variant> variants) {
            if (!variants.isEmpty()) all.add(new ForecastChange(key, assumption, of, variants));
        }

        private List<Variant> otherForms() {
            return fitted.options().law().others().stream()
                    .map(other -> refit(
                            other.formula(), fitted.study(), fitted.options().withLaw(other)))
                    .toList();
        }

        private List<Variant> moreShots() {
            Task task = fitted.task();
            int shots = SHOTS_TIMES * task.shots();
            if (shots == 0) return List.of();
            Task more = new Task(task.name(), task.metric(), task.trivialAccuracy(), shots);
            Rows moved = fitted.rows()
                    .each(row -> row.regime() == Regime.FEW_SHOT && row.examples() == task.shots()
                            ? row.withExamples(shots)
                            : row);
            return List.of(refit(
                    "D₀ = " + shots + ", ten times the shots",
                    fitted.study().with(more).with(moved),
                    fitted.options()));
        }

        private List<Variant> withoutSmallestAmount() {
            TreeSet<Long> amounts = fitted.rows().visible().amounts();
            long least = amounts.first();
            return List.of(without(
                    "D = " + DisplayNumbers.whole(least),
                    row -> row.regime() == Regime.FINETUNED && row.examples() == least));
        }

        private List<Variant> withoutFinetuned() {
            return List.of(without("them, on few-shot rows alone", row -> row.regime() == Regime.FINETUNED));
        }

        /** By its place in doublings; by its loss where there is no such axis. */
        private List<Variant> withoutLastCheckpoint() {
            StudyRows visible = fitted.study().visible();
            Optional<DoublingsAxis> axis =
                    DoublingsAxis.of(visible, fitted.fit().seed());
            Optional<Checkpoint> last = axis.flatMap(known -> visible.rows().checkpoints().stream()
                    .filter(checkpoint -> known.of(checkpoint, fitted.path()).isPresent())
                    .max(Comparator.comparingDouble(
                            checkpoint -> known.of(checkpoint, fitted.path()).getAsDouble())));
            if (last.isEmpty()) return List.of();
            OptionalDouble loss = last.get().pretrainLossNats();
            return List.of(without(
                    last.get().model() + (loss.isPresent() ? " at " + DisplayNumbers.decimal3(loss) + " nats" : ""),
                    row -> row.checkpoint().equals(last.get())));
        }

        /** Only where there is both a loss to leave out and a compute to go by. */
        private List<Variant> byComputeAlone() {
            Rows rows = fitted.rows();
            if (rows.visible().withLoss().isEmpty()
                    || rows.visible().largestFlops().isEmpty()) return List.of();
            Rows bare = rows.each(row -> row.withCheckpoint(row.checkpoint().toBuilder()
                    .pretrainLossNats(OptionalDouble.empty())
                    .build()));
            return List.of(refit(
                    "by training compute alone, losses left out", fitted.study().with(bare), fitted.options()));
        }

        private Variant without(String what, Predicate<Observation> left) {
            Rows rest = fitted.rows().where(left.negate());
            return refit("without " + what, fitted.study().with(rest), fitted.options());
        }

        private Variant refit(String change, StudyRows study, FitOptions options) {
            Supplier<FittedStudy> once = new Supplier<>() {
                private Optional<FittedStudy> made = Optional.empty();

                @Override
                public FittedStudy get() {
                    if (made.isEmpty()) made = Optional.of(EmergenceFitter.fit(study, options));
                    return made.get();
                }
            };
            return new Variant(change, once, plan);
        }

        private boolean hasIrreducibleLoss() {
            return !fitted.draws().isEmpty()
                    && fitted.draws().get(0).lossLaw().isPresent()
                    && fitted.fit().lossLaw().flatMap(law -> law.published()).isEmpty()
                    && fitted.draws().get(0).lossLaw().get().parameters().containsKey("irreducible_loss_nats");
        }

        private List<Variant> fifths(String what, ToDoubleFunction<LawDraw> value) {
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

        private Variant among(String change, Predicate<LawDraw> which) {
            FittedStudy some =
                    fitted.withDraws(fitted.draws().stream().filter(which).toList());
            return new Variant(change, () -> some, plan);
        }

        private List<Variant> otherPaths() {
            if (plan.lossOnly() || fitted.rows().largestFlops().isEmpty()) return List.of();
            LawForecaster paths = new LawForecaster(fitted);
            List<Variant> others = new ArrayList<>();
            for (PathChoice path : PathChoice.values())
                if (path != plan.path()) known(paths, plan.along(path)).ifPresent(others::add);
            return others;
        }

        private Optional<Variant> known(LawForecaster paths, PlannedRun along) {
            try {
                return Optional.of(new Variant(ForecastSummary.along(paths.path(along)), () -> fitted, along));
            } catch (IllegalArgumentException unknown) {
                return Optional.of(new Variant(
                        "another path",
                        () -> {
                            throw unknown;
                        },
                        along));
            }
        }
    }
}
