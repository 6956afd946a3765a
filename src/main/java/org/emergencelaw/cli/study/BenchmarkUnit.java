package org.emergencelaw.cli.study;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.emergencelaw.benchmark.BenchmarkCut;
import org.emergencelaw.benchmark.BenchmarkStudy;
import org.emergencelaw.benchmark.ScoredTarget;
import org.emergencelaw.format.Json;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.sweep.SentQuestion.SentLosses;
import org.emergencelaw.sweep.spark.SparkCluster;

/**
 * A study of a benchmark with its rows, whole, so that it can be scored anywhere.
 *
 * @param cuts which are wanted
 */
record BenchmarkUnit(BenchmarkStudy study, List<Observation> rows, SentLosses losses, Set<String> cuts) {

    private static final TypeReference<List<Answered>> ANSWERED = new TypeReference<>() {};

    /**
     * A target as it travels: JSON orders methods by name, and tables have them in the order in which they answered.
     */
    private record Answered(ScoredTarget target, List<String> methods) {

        static Answered of(ScoredTarget target) {
            return new Answered(target, List.copyOf(target.said().keySet()));
        }

        ScoredTarget ordered() {
            Map<String, ScoredTarget.Said> said = new LinkedHashMap<>();
            for (String method : methods)
                Optional.ofNullable(target.said().get(method)).ifPresent(answer -> said.put(method, answer));
            return target.saying(said);
        }
    }

    /** What an executor does, from text to text. */
    private record Scoring() implements UnaryOperator<String>, Serializable {

        @Override
        public String apply(String unit) {
            return Json.write(Json.read(unit, BenchmarkUnit.class).asked().stream()
                    .flatMap(cut -> cut.scored().stream())
                    .map(Answered::of)
                    .toList());
        }
    }

    List<BenchmarkCut> asked() {
        return study.cuts(rows, losses.source()).stream()
                .filter(cut -> cuts.contains(cut.name()))
                .toList();
    }

    /** Targets of all, in the order of the studies. */
    static List<ScoredTarget> scored(SparkCluster cluster, List<BenchmarkUnit> units) throws IOException {
        TreeMap<Integer, String> found = new TreeMap<>();
        cluster.work(units.stream().map(Json::write).toList(), new Scoring(), found::put);
        List<ScoredTarget> targets = new ArrayList<>();
        for (String each : found.values())
            Json.read(each, ANSWERED).forEach(answered -> targets.add(answered.ordered()));
        return targets;
    }
}
