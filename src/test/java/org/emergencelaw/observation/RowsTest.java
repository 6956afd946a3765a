package org.emergencelaw.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {

    private static final Task TASK = new Task("t", "accuracy", 0.25, 5);
    private static final Checkpoint SMALL = checkpoint("small", 1e9, 2e10, OptionalDouble.empty(), 2.5);
    private static final Checkpoint LARGE = checkpoint("large", 2e9, 4e10, OptionalDouble.of(1e21), 2.2);
    private static final Checkpoint UNMEASURED = Checkpoint.builder()
            .family("f")
            .model("unmeasured")
            .params(3e9)
            .tokens(6e10)
            .build();

    private static final Observation FEW_SHOT = row(SMALL, Regime.FEW_SHOT, 5, 0, 0.25, 100, Split.FIT);
    private static final Observation OTHER_SHOTS = row(SMALL, Regime.FEW_SHOT, 8, 0, 0.26, 100, Split.FIT);
    private static final Observation FIRST_SEED = row(SMALL, Regime.FINETUNED, 400, 1, 0.30, 100, Split.FIT);
    private static final Observation SECOND_SEED = row(SMALL, Regime.FINETUNED, 400, 2, 0.40, 300, Split.FIT);
    private static final Observation LESS_DATA = row(LARGE, Regime.FINETUNED, 100, 1, 0.50, 100, Split.FIT);
    private static final Observation HIDDEN = row(LARGE, Regime.FEW_SHOT, 5, 0, 0.60, 100, Split.HELD_OUT);
    private static final Observation NO_LOSS = row(UNMEASURED, Regime.FEW_SHOT, 5, 0, 0.27, 100, Split.FIT);

    private static final Rows ROWS =
            new Rows(List.of(FEW_SHOT, OTHER_SHOTS, FIRST_SEED, SECOND_SEED, LESS_DATA, HIDDEN, NO_LOSS), 12, "digest");

    private static Checkpoint checkpoint(
            String model, double params, double tokens, OptionalDouble flops, double loss) {
        return Checkpoint.builder()
                .family("f")
                .model(model)
                .params(params)
                .tokens(tokens)
                .trainFlops(flops)
                .pretrainLossNats(loss)
                .build();
    }

    private static Observation row(
            Checkpoint checkpoint, Regime regime, long examples, long seed, double accuracy, int items, Split split) {
        return Observation.builder()
                .task("t")
                .checkpoint(checkpoint)
                .regime(regime)
                .examples(examples)
                .seed(seed)
                .accuracy(accuracy)
                .nEval(items)
                .split(split)
                .build();
    }

    @Test
    void partsAreWhatTheirNamesSay() {
        assertThat(ROWS.heldOut()).containsExactly(HIDDEN);
        assertThat(ROWS.visible()).hasSize(6).doesNotContain(HIDDEN);
        assertThat(ROWS.withLoss()).hasSize(6).doesNotContain(NO_LOSS);
        assertThat(ROWS.fewShot(TASK)).containsExactly(FEW_SHOT, HIDDEN, NO_LOSS);
        assertThat(ROWS.finetuned()).containsExactly(FIRST_SEED, SECOND_SEED, LESS_DATA);
        assertThat(ROWS.checkpoints()).containsExactly(SMALL, LARGE, UNMEASURED);
        assertThat(ROWS.amounts()).containsExactly(100L, 400L);
        assertThat(ROWS.finetuningSeeds()).containsExactly(1L, 2L);
    }

    @Test
    void everyPartKeepsTheCountingAndTheDigestOfTheWhole() {
        Stream.of(
                        ROWS.visible(),
                        ROWS.heldOut(),
                        ROWS.withLoss(),
                        ROWS.fewShot(TASK),
                        ROWS.finetuned(),
                        ROWS.each(row -> row.withExamples(7)),
                        ROWS.with(List.of()),
                        ROWS.by(Observation::regime).get(Regime.FINETUNED))
                .forEach(part -> {
                    assertThat(part.flopsPerParamToken()).isEqualTo(12);
                    assertThat(part.inputSha256()).isEqualTo("digest");
                });
    }

    @Test
    void computeIsAsStatedElseAsTheStudyCounts() {
        assertThat(ROWS.computeOf(SMALL)).hasValue(12 * 1e9 * 2e10);
        assertThat(ROWS.computeOf(LARGE)).hasValue(1e21);
        assertThat(ROWS.largestFlops()).hasValue(12 * 3e9 * 6e10);
        assertThat(ROWS.withLoss().largestFlops()).hasValue(1e21);
        assertThat(ROWS.with(List.of()).largestFlops()).isEmpty();
    }

    @Test
    void rowsArePooledByRightAnswersAndItems() {
        assertThat(ROWS.where(row -> row.examples() == 400).count()).isEqualTo(new Rows.Count(150, 400));
        assertThat(ROWS.with(List.of()).count()).isEqualTo(new Rows.Count(0, 0));
        assertThat(ROWS.by(Observation::checkpoint).keySet()).containsExactly(SMALL, LARGE, UNMEASURED);
        assertThat(ROWS.by(Observation::checkpoint).get(LARGE)).containsExactly(LESS_DATA, HIDDEN);
    }

    @Test
    void aListThatChangesLaterChangesNothing() {
        List<Observation> list = new ArrayList<>(List.of(FEW_SHOT));
        Rows rows = new Rows(list, 6, "");
        list.clear();

        assertThat(rows).containsExactly(FEW_SHOT);
        assertThatThrownBy(() -> rows.list().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -6, Double.NaN, Double.POSITIVE_INFINITY})
    void flopsPerParamTokenMustBeANumberOfThem(double c) {
        assertThatThrownBy(() -> new Rows(List.of(), c, ""))
                .hasMessage("flops_per_param_token must be positive and finite, was " + c);
    }
}
