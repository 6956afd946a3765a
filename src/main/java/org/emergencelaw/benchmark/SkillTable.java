package org.emergencelaw.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.emergencelaw.statistics.Percentiles;

/**
 * Skill of the product's answer by source, {@code 1 - WIS / WIS of average4}: above 0 it is better than the average of four plain
 * forecasts. Its 90% interval is by bootstrap over families; where a source has too few of those, over studies, which share a family
 * and so promise too much.
 *
 * @param rows the sources, studies with finetuned rows apart, and all of them last
 */
public record SkillTable(List<Row> rows) {

    /** Below that many a bootstrap would promise too much. */
    private static final int FEWEST = 5;

    private static final int DRAWS = 2_000;
    private static final long SEED = 1;

    /** What is drawn with all that hangs on it. */
    public enum Drawn {
        FAMILIES,
        STUDIES
    }

    /**
     * One source.
     *
     * @param of how many families or studies were drawn from
     * @param q05 absent below five studies
     */
    public record Row(String source, double skill, OptionalDouble q05, OptionalDouble q95, Drawn drawn, int of) {}

    /** Sums of the scores of the votes of a family or a study. */
    private record Sums(double own, double plain) {

        static Sums of(List<ScoredTarget> targets) {
            Map<String, List<ScoredTarget>> votes = new LinkedHashMap<>();
            for (ScoredTarget target : targets)
                votes.computeIfAbsent(target.vote(), vote -> new ArrayList<>()).add(target);
            double own = 0, plain = 0;
            for (List<ScoredTarget> vote : votes.values()) {
                own += BenchmarkTable.score(BenchmarkCut.FORECAST, vote).orElseThrow();
                plain += BenchmarkTable.score(BenchmarkCut.AVERAGE, vote).orElseThrow();
            }
            return new Sums(own, plain);
        }

        Sums plus(Sums other) {
            return new Sums(own + other.own, plain + other.plain);
        }

        double skill() {
            return 1 - own / plain;
        }
    }

    public static SkillTable of(List<ScoredTarget> all) {
        Map<String, List<ScoredTarget>> sources = new TreeMap<>();
        List<ScoredTarget> answered = all.stream()
                .filter(target -> target.said().containsKey(BenchmarkCut.FORECAST))
                .toList();
        for (ScoredTarget target : answered)
            sources.computeIfAbsent(target.study().group(), source -> new ArrayList<>())
                    .add(target);
        List<Row> rows = new ArrayList<>();
        sources.forEach((source, targets) -> rows.add(row(source, targets)));
        if (sources.size() > 1) rows.add(row("all", answered));
        return new SkillTable(rows);
    }

    private static Row row(String source, List<ScoredTarget> targets) {
        List<Sums> families = by(targets, Drawn.FAMILIES);
        Drawn drawn = families.size() < FEWEST ? Drawn.STUDIES : Drawn.FAMILIES;
        List<Sums> parts = drawn == Drawn.FAMILIES ? families : by(targets, drawn);
        double skill = Sums.of(targets).skill();
        OptionalDouble none = OptionalDouble.empty();
        if (parts.size() < FEWEST) return new Row(source, skill, none, none, drawn, parts.size());
        double[] draws = draws(parts);
        return new Row(
                source,
                skill,
                OptionalDouble.of(Percentiles.quantile(draws, 0.05)),
                OptionalDouble.of(Percentiles.quantile(draws, 0.95)),
                drawn,
                parts.size());
    }

    private static List<Sums> by(List<ScoredTarget> targets, Drawn drawn) {
        Map<String, List<ScoredTarget>> parts = new LinkedHashMap<>();
        for (ScoredTarget target : targets)
            parts.computeIfAbsent(
                            drawn == Drawn.STUDIES
                                    ? target.study().id()
                                    : target.study().family(),
                            part -> new ArrayList<>())
                    .add(target);
        return parts.values().stream().map(Sums::of).toList();
    }

    private static double[] draws(List<Sums> parts) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(SEED);
        double[] draws = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            Sums sum = new Sums(0, 0);
            for (int i = 0; i < parts.size(); i++) sum = sum.plus(parts.get(random.nextInt(parts.size())));
            draws[draw] = sum.skill();
        }
        Arrays.sort(draws);
        return draws;
    }
}
