package org.emergencelaw.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.observation.Task;
import org.emergencelaw.observation.Warning;
import org.junit.jupiter.api.Test;

class EmergenceOrderTest {

    private static final Suite SUITE = new Suite("s", "S", "f", Instant.EPOCH, ComputeConvention.DEFAULT);

    private static TaskEmergence task(String name, String metric, double trivial, double level, double... accuracies) {
        List<SeenAccuracy> seen = new ArrayList<>();
        for (int i = 0; i < accuracies.length; i++)
            seen.add(new SeenAccuracy(
                    Checkpoint.builder().model("m" + i).trainFlops(1e20).build(),
                    (int) Math.round(1000 * accuracies[i]),
                    1000,
                    OptionalDouble.empty()));
        return TaskEmergence.of(new Task(name, metric, trivial, 5), level, seen, Optional.empty());
    }

    private static EmergenceOrder order(TaskEmergence... tasks) {
        return EmergenceOrder.of(SUITE, List.of(tasks), 0);
    }

    @Test
    void whatMoreCheckpointsHaveComesFirstAndIsCounted() {
        EmergenceOrder order = order(
                task("late", "accuracy", 0.25, 0.4, 0.25, 0.25, 0.26, 0.27, 0.6),
                task("early", "accuracy", 0.25, 0.4, 0.25, 0.45, 0.55, 0.65, 0.8));

        assertThat(order.pairs()).hasSize(1);
        OrderedPair pair = order.pairs().get(0);
        assertThat(pair.first()).isEqualTo("early");
        assertThat(pair.then()).isEqualTo("late");
        assertThat(pair.before()).isEqualTo(3);
        assertThat(pair.of()).isEqualTo(3);
        assertThat(pair.warnings()).isEmpty();
        assertThat(order.answer()).isEqualTo("Of 1 pair of tasks, the order of 1 can be told.");
        assertThat(order.caveat()).contains("does not say that it is needed");
    }

    @Test
    void oneCheckpointTellsNothing() {
        assertThat(order(
                                task("a", "accuracy", 0.25, 0.4, 0.25, 0.26, 0.45),
                                task("b", "accuracy", 0.25, 0.4, 0.25, 0.25, 0.3))
                        .pairs())
                .isEmpty();
    }

    @Test
    void aPairWithATaskBetweenIsNotDirect() {
        EmergenceOrder order = order(
                task("a", "accuracy", 0.25, 0.4, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9),
                task("b", "accuracy", 0.25, 0.4, 0.25, 0.25, 0.25, 0.5, 0.6, 0.7),
                task("c", "accuracy", 0.25, 0.4, 0.25, 0.25, 0.25, 0.25, 0.25, 0.5));

        assertThat(order.pairs())
                .extracting(OrderedPair::first, OrderedPair::then, OrderedPair::direct)
                .containsExactly(tuple("a", "b", true), tuple("a", "c", false), tuple("b", "c", true));
    }

    @Test
    void anOrderThatFollowsFromMetricOrLevelIsWarnedOf() {
        // both rise alike: only the levels differ
        EmergenceOrder byLevel = order(
                task("low", "accuracy", 0.25, 0.3, 0.25, 0.33, 0.40, 0.50, 0.60),
                task("high", "accuracy", 0.25, 0.55, 0.25, 0.33, 0.40, 0.50, 0.60));
        EmergenceOrder byMetric = order(
                task("choice", "accuracy", 0.25, 0.4, 0.25, 0.45, 0.6, 0.7, 0.8),
                task("exact", "exact_match", 0, 0.2, 0, 0, 0, 0.1, 0.5));

        assertThat(byLevel.pairs()).hasSize(1);
        assertThat(byLevel.pairs().get(0).warnings()).extracting(Warning::code).containsExactly("order_by_level");
        assertThat(byMetric.pairs().get(0).warnings()).extracting(Warning::code).containsExactly("order_by_metric");
        assertThat(byLevel.answer()).endsWith("in 1 of them it may follow from metric or level alone.");
    }
}
