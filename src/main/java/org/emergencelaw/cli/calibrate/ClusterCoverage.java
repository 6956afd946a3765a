package org.emergencelaw.cli.calibrate;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.emergencelaw.calibration.CoverageRow;
import org.emergencelaw.calibration.CoverageStudy;
import org.emergencelaw.calibration.SimulatedWorld;
import org.emergencelaw.format.DisplayNames;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.sweep.spark.SparkCluster;

/**
 * A task of a simulation study as an executor works it out: from {@code WORLD TASK} to the line of its row.
 *
 * @param law over doublings, by its name; empty for the default law in nats
 */
record ClusterCoverage(long seed, String law) implements UnaryOperator<String>, Serializable {

    static CoverageStudy.Execution on(SparkCluster cluster, long seed, Optional<EmergenceLawForm> law) {
        ClusterCoverage work =
                new ClusterCoverage(seed, law.map(DisplayNames::key).orElse(""));
        return (world, from, to, rows) -> {
            // they come in any order, and are wanted in that of the tasks
            TreeMap<Integer, String> early = new TreeMap<>();
            int[] next = {0};
            cluster.work(
                    LongStream.range(from, to)
                            .mapToObj(task -> world.key() + " " + task)
                            .toList(),
                    work,
                    (unit, row) -> {
                        early.put(unit, row);
                        for (String due = early.remove(next[0]); due != null; due = early.remove(next[0])) {
                            next[0]++;
                            rows.accept(CoverageRow.parse(due));
                        }
                    });
        };
    }

    @Override
    public String apply(String unit) {
        String[] parts = unit.split(" ");
        SimulatedWorld world = SimulatedWorld.valueOf(parts[0].toUpperCase(Locale.ROOT));
        Optional<EmergenceLawForm> form = Optional.of(law)
                .filter(name -> !name.isEmpty())
                .map(name -> EmergenceLawForm.valueOf(name.toUpperCase(Locale.ROOT)));
        return CoverageStudy.row(world, Long.parseLong(parts[1]), seed, CalibrateCommand.inference(form))
                .csv();
    }
}
