package org.emergencelaw.fit.diagnostics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.EmergenceFitter;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.FittedStudy;
import org.emergencelaw.fit.RowSelection;
import org.emergencelaw.fit.diagnostics.Influence.Unit;
import org.emergencelaw.fit.diagnostics.PredictiveCheck.Residual;
import org.emergencelaw.fit.leastsquares.FitDesign;
import org.emergencelaw.fit.leastsquares.LeastSquares;
import org.emergencelaw.fit.leastsquares.ProfileInterval;
import org.emergencelaw.fit.posterior.PosteriorSample;
import org.emergencelaw.fit.posterior.Prior;
import org.emergencelaw.fit.posterior.ReweightedPosterior;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.law.LawDraw;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.statistics.Percentiles;

/**
 * What a statistician asks of a fit before relying on it.
 *
 * @param reason why there is nothing to diagnose; then all else is empty
 * @param findings what stands out, in words
 * @param residuals every row, by data amount, then loss
 * @param check posterior predictive check; absent without draws
 * @param influence of checkpoints, groups and rows, the most influential of each first
 * @param beliefs prior against posterior of every parameter; empty unless the method has priors to compare
 * @param profile profile likelihood of E(D0)
 * @param pairs draws of (E(D0), exponent, slope); empty without draws
 */
public record DiagnosticReport(
        Method method,
        EmergenceLawForm form,
        Optional<String> reason,
        List<String> findings,
        List<Residual> residuals,
        Optional<PredictiveCheck> check,
        List<Influence> influence,
        List<PriorPosterior> beliefs,
        Optional<ProfileInterval> profile,
        Pairs pairs) {

    /**
     * Draws of what extrapolation turns on.
     *
     * @param points at most 400
     * @param correlations Spearman's, of all draws
     */
    public record Pairs(List<Triple> points, List<Correlation> correlations) {}

    /** @param exponent the parameter beside k and C: alpha of the log-power law, beta of the power law */
    public record Triple(double emergenceLossNats, double exponent, double slope) {}

    /** Spearman's rank correlation. */
    public record Correlation(String first, String second, double spearman) {}

    private static final int PAIRS = 400;
    /** Nats by which leaving out one unit may move E(D0) unremarked. */
    private static final double MOVES = 0.05;

    private static final double NO_CONTRACTION = 0.2;

    /** With the influence of all that may be left out. */
    public static DiagnosticReport of(FittedStudy fitted) {
        return made(fitted, true);
    }

    /** Without {@link #influence}, which takes most of the time: see {@link LeaveOneOut}. */
    public static DiagnosticReport withoutInfluence(FittedStudy fitted) {
        return made(fitted, false);
    }

    /** @param of all that was left out, in any order */
    public DiagnosticReport withInfluence(Collection<Influence> of) {
        List<Influence> ordered = LeaveOneOut.ordered(of);
        return new DiagnosticReport(
                method,
                form,
                reason,
                findings(check, ordered, beliefs),
                residuals,
                check,
                ordered,
                beliefs,
                profile,
                pairs);
    }

    private static DiagnosticReport made(FittedStudy fitted, boolean leaveOut) {
        EmergenceFit fit = fitted.fit();
        if (fit.law().isEmpty()) return nothing(fit, fit.summary());
        FitOptions options = fitted.options();
        FitDesign data = new FitDesign(
                fitted.task().shots(),
                RowSelection.of(fitted.study(), fitted.options().law()).rows().list());
        LeastSquares.Solution best = LeastSquares.fit(data, fit.form(), fit.fewShotShift());
        SplittableRandom random = new SplittableRandom(fit.seed());
        // the few-shot elbow's deviation is for extrapolation: the rows that are checked said nothing of it
        Prior prior = EmergenceFitter.prior(options).withoutDeviation();
        Optional<ReweightedPosterior> posterior = fit.method() == Method.POSTERIOR
                ? Optional.of(ReweightedPosterior.of(data, fit.form(), EmergenceFitter.prior(options), fit.seed()))
                : Optional.empty();
        Optional<PosteriorSample> sample = posterior.map(ReweightedPosterior::sample);
        Optional<ReplicatedData> replicas = sample.map(
                        found -> ReplicatedData.of(data, found, prior.structure(), random))
                .or(() -> fitted.draws().isEmpty()
                        ? Optional.empty()
                        : Optional.of(ReplicatedData.of(data, fitted.draws(), random)));
        List<Residual> residuals =
                replicas.map(made -> residuals(data, made, random)).orElse(List.of());
        Optional<PredictiveCheck> check = replicas.map(made -> PredictiveCheck.of(data, made, residuals));
        List<Influence> influence = leaveOut ? new LeaveOneOut(fitted, data, best, posterior).all() : List.of();
        List<PriorPosterior> beliefs = sample.map(found -> PriorPosterior.of(data, prior, found, fit.seed()))
                .orElse(List.of());
        return new DiagnosticReport(
                fit.method(),
                fit.form(),
                Optional.empty(),
                findings(check, influence, beliefs),
                residuals,
                check,
                influence,
                beliefs,
                Optional.of(ProfileInterval.of(data, best)),
                fitted.draws().size() > 1 ? pairs(fitted.draws()) : new Pairs(List.of(), List.of()));
    }

    private static DiagnosticReport nothing(EmergenceFit fit, String why) {
        return new DiagnosticReport(
                fit.method(),
                fit.form(),
                Optional.of(why),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                new Pairs(List.of(), List.of()));
    }

    private static List<Residual> residuals(FitDesign data, ReplicatedData replicas, SplittableRandom random) {
        List<Residual> residuals = new ArrayList<>();
        int count = replicas.count();
        for (int i = 0; i < data.size(); i++) {
            double[] again = new double[count];
            double mean = 0, squares = 0, own = 0;
            for (int k = 0; k < count; k++) {
                mean += replicas.mean[k][i] / count;
                squares += replicas.mean[k][i] * replicas.mean[k][i] / count;
                own += replicas.sd[k][i] * replicas.sd[k][i] / count;
                again[k] = replicas.mean[k][i] + replicas.sd[k][i] * random.nextGaussian();
            }
            Arrays.sort(again);
            double sd = Math.sqrt(Math.max(0, squares - mean * mean) + own);
            Observation row = data.rows.get(i);
            residuals.add(new Residual(
                    row.checkpoint().model(),
                    data.loss[i],
                    row.regime(),
                    row.examples(),
                    row.seed(),
                    row.accuracy(),
                    mean,
                    row.accuracy() - mean,
                    (row.accuracy() - mean) / Math.max(1e-9, sd),
                    Percentiles.quantile(again, 0.05),
                    Percentiles.quantile(again, 0.25),
                    Percentiles.quantile(again, 0.75),
                    Percentiles.quantile(again, 0.95)));
        }
        return List.copyOf(residuals);
    }

    private static Pairs pairs(List<LawDraw> draws) {
        double[] elbow = draws.stream().mapToDouble(LawDraw::emergenceLossNats).toArray();
        double[] exponent = draws.stream()
                .mapToDouble(draw -> draw.curve().law().shapeParameter())
                .toArray();
        double[] slope =
                draws.stream().mapToDouble(draw -> draw.curve().slope()).toArray();
        List<Triple> points = new ArrayList<>();
        int count = Math.min(PAIRS, draws.size());
        for (int k = 0; k < count; k++) {
            int i = (int) ((k + 0.5) * draws.size() / count);
            points.add(new Triple(elbow[i], exponent[i], slope[i]));
        }
        String named = draws.get(0).curve().law().form().parameter();
        return new Pairs(
                List.copyOf(points),
                List.of(
                        new Correlation("emergence_loss_nats", named, spearman(elbow, exponent)),
                        new Correlation("emergence_loss_nats", "slope", spearman(elbow, slope)),
                        new Correlation(named, "slope", spearman(exponent, slope))));
    }

    /** 0 where one of them does not vary. */
    private static double spearman(double[] a, double[] b) {
        double value = new org.hipparchus.stat.correlation.SpearmansCorrelation().correlation(a, b);
        return Double.isNaN(value) ? 0 : value;
    }

    private static List<String> findings(
            Optional<PredictiveCheck> check, List<Influence> influence, List<PriorPosterior> beliefs) {
        List<String> findings = new ArrayList<>();
        check.ifPresent(made -> findings.addAll(made.findings()));
        for (Unit unit : List.of(Unit.CHECKPOINT, Unit.GROUP, Unit.ROW))
            influence.stream()
                    .filter(one -> one.unit() == unit && one.size() > MOVES)
                    .findFirst()
                    .ifPresent(most -> findings.add("Without " + most.label() + ", the point of emergence moves by "
                            + DisplayNumbers.signed3(
                                    most.medianChange().isPresent() ? most.medianChange() : most.leastSquaresChange())
                            + " nats"
                            + (most.medianChange().isPresent() ? "" : " by least squares") + "."));
        beliefs.stream()
                .filter(belief ->
                        belief.parameter().equals("emergence_loss_nats") && belief.contraction() < NO_CONTRACTION)
                .forEach(belief -> findings.add(
                        "The posterior of the point of emergence is hardly narrower than its prior: the interval is what"
                                + " was assumed, not what was measured."));
        return List.copyOf(findings);
    }
}
