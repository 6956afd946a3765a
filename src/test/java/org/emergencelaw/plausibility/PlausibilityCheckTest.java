package org.emergencelaw.plausibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A good study, and what units, copies and mix-ups make of it: each is asked about, and the study itself is not. */
class PlausibilityCheckTest {

    private static final Path STUDY = Path.of("src/test/resources/imports/n00_base.csv");

    private static final List<Observation> GOOD = good();

    private static List<Observation> good() {
        try {
            return ObservationCsv.read(Files.readString(STUDY), ImportRules.any())
                    .observations();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private record Case(String what, String code, String asks, List<Observation> rows) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static List<Observation> each(UnaryOperator<Observation> change) {
        return GOOD.stream().map(change).toList();
    }

    private static List<Observation> checkpoints(UnaryOperator<Checkpoint> change) {
        return each(row -> row.withCheckpoint(change.apply(row.checkpoint())));
    }

    private static OptionalDouble times(OptionalDouble value, double factor) {
        return OptionalDouble.of(value.orElseThrow() * factor);
    }

    private static List<Observation> params(double factor, boolean named) {
        return checkpoints(each -> named(each, named).toBuilder()
                .params(times(each.params(), factor))
                .build());
    }

    private static List<Observation> tokens(double factor, boolean named) {
        return checkpoints(each -> named(each, named).toBuilder()
                .tokens(times(each.tokens(), factor))
                .build());
    }

    /** A name that says no size, or the one that does. */
    private static Checkpoint named(Checkpoint each, boolean named) {
        String plain = "model-" + Long.toString((long) each.params().orElseThrow(), 36) + "-x";
        return named ? each : each.toBuilder().model(plain).build();
    }

    private static List<Observation> losses(UnaryOperator<Double> change, String only) {
        return checkpoints(each -> each.model().contains(only)
                ? each.withLoss(change.apply(each.pretrainLossNats().orElseThrow()))
                : each);
    }

    static Stream<Case> corruptions() {
        double ln2 = Math.log(2);
        return Stream.of(
                new Case("params in billions", "params_units", "did you mean 70M?", params(1e-9, true)),
                new Case("params in millions", "params_units", "did you mean 70M?", params(1e-6, false)),
                new Case("params in thousands", "params_units", "did you mean 70M?", params(1e-3, true)),
                new Case("params in thousands, no names", "tokens_per_param", "", params(1e-3, false)),
                new Case("params a thousand times", "params_units", "did you mean 70M?", params(1e3, true)),
                new Case("tokens in billions", "tokens_units", "did you mean 1.4B?", tokens(1e-9, true)),
                new Case("tokens in millions", "tokens_units", "did you mean 1400M?", tokens(1e-6, false)),
                new Case("tokens in thousands", "tokens_per_param", "another unit?", tokens(1e-3, false)),
                new Case("tokens a thousand times", "tokens_units", "56000000000000", tokens(1e3, false)),
                new Case(
                        "swapped columns",
                        "tokens_per_param",
                        "swapped",
                        checkpoints(each -> named(each, false).toBuilder()
                                .params(each.tokens())
                                .tokens(each.params())
                                .build())),
                new Case("perplexity", "loss_units", "did you mean ln 40.1", losses(Math::exp, "")),
                new Case("a small perplexity", "loss_units", "is it a perplexity", losses(Math::exp, "1000m")),
                new Case("bits per token", "loss_units", "is it bits per token", losses(loss -> loss / ln2, "")),
                new Case("bits per byte", "loss_units", "is it bits per byte", losses(loss -> loss / ln2 / 4.3, "")),
                new Case("bits in one row", "loss_units", "410m has 4.12", losses(loss -> loss / ln2, "410m")),
                new Case("a diverged run", "loss_units", "did the run diverge?", losses(loss -> 9.8, "1400m")),
                new Case("losses of other models", "loss_order", "2800m has 2.58", swappedLosses()),
                new Case(
                        "one name of two sizes",
                        "one_name_two_checkpoints",
                        "params 70000000 and 300000000",
                        twoSizes()),
                new Case("a rounded loss", "one_name_two_checkpoints", "losses 3.693 and 3.69", roundedLoss()),
                new Case(
                        "wrong n_eval",
                        "accuracy_no_share_of_items",
                        "of 1319 items",
                        each(row -> row.toBuilder().nEval(1319).build())),
                new Case(
                        "percent of a percent",
                        "accuracy_units",
                        "divided by 100 twice",
                        each(row -> row.checkpoint().model().equals("tern-70m")
                                ? row.toBuilder().accuracy(row.accuracy() / 100).build()
                                : row)),
                new Case("fake seeds", "identical_replicates", "24 of 24 groups", fakeSeeds(GOOD)),
                new Case("copied rows", "copied_rows", "agree in all 9", copied()),
                new Case(
                        "exaFLOPs",
                        "flops_units",
                        "exaFLOPs times 1e18",
                        checkpoints(each -> each.toBuilder()
                                .trainFlops(6
                                        * each.params().orElseThrow()
                                        * each.tokens().orElseThrow()
                                        / 1e18)
                                .build())),
                new Case(
                        "a loss above that of the vocabulary",
                        "loss_units",
                        "ln(vocabulary), about 10.8",
                        vocabulary()));
    }

    private static List<Observation> swappedLosses() {
        double small = loss("tern-1000m"), large = loss("tern-2800m");
        return checkpoints(each -> switch (each.model()) {
            case "tern-1000m" -> each.withLoss(large);
            case "tern-2800m" -> each.withLoss(small);
            default -> each;
        });
    }

    private static double loss(String model) {
        return GOOD.stream()
                .map(Observation::checkpoint)
                .filter(each -> each.model().equals(model))
                .findFirst()
                .flatMap(each -> each.pretrainLossNats().stream().boxed().findFirst())
                .orElseThrow();
    }

    private static List<Observation> twoSizes() {
        List<Observation> rows = new ArrayList<>(GOOD);
        rows.replaceAll(row -> row == GOOD.get(4)
                ? row.withCheckpoint(row.checkpoint().toBuilder().params(3e8).build())
                : row);
        return rows;
    }

    private static List<Observation> roundedLoss() {
        List<Observation> rows = new ArrayList<>(GOOD);
        rows.replaceAll(
                row -> row == GOOD.get(4) ? row.withCheckpoint(row.checkpoint().withLoss(3.69)) : row);
        return rows;
    }

    private static List<Observation> fakeSeeds(List<Observation> from) {
        List<Observation> rows = new ArrayList<>();
        for (Observation row : from)
            for (int copy = 0; copy < 3; copy++)
                rows.add(row.toBuilder().seed(row.seed() + 10L * copy).build());
        return rows.stream()
                .filter(row -> row.examples() > 5 || row.seed() < 10)
                .toList();
    }

    private static List<Observation> copied() {
        List<Observation> rows = new ArrayList<>();
        for (int i = 0; i < GOOD.size(); i++)
            rows.add(
                    GOOD.get(i).toBuilder().accuracy(GOOD.get(i % 9).accuracy()).build());
        return rows;
    }

    private static List<Observation> vocabulary() {
        return losses(loss -> 11.9, "70m").stream()
                .map(row -> {
                    TreeMap<String, String> notes = new TreeMap<>(row.notes());
                    notes.put("vocabulary_size", "50257");
                    return row.toBuilder().notes(notes).build();
                })
                .toList();
    }

    @ParameterizedTest
    @MethodSource("corruptions")
    void isAskedAbout(Case given) {
        List<Warning> warnings = PlausibilityCheck.warnings(given.rows(), 0.25);

        assertThat(warnings).anySatisfy(warning -> {
            assertThat(warning.code()).isEqualTo(given.code());
            assertThat(warning.message()).contains(given.asks());
        });
    }

    static Stream<Case> variants() {
        double better = 0.85, worse = 1.2;
        return Stream.of(
                new Case("as it is", "", "", GOOD),
                new Case("in another order", "", "", shuffled()),
                new Case("names that say no size", "", "", params(1, false)),
                new Case("a corpus that is easier", "", "", losses(loss -> loss * better, "")),
                new Case("a corpus that is harder", "", "", losses(loss -> loss * worse, "")),
                new Case("overtrained", "", "", tokens(50, true)),
                new Case(
                        "without losses",
                        "",
                        "",
                        checkpoints(each -> each.toBuilder()
                                .pretrainLossNats(OptionalDouble.empty())
                                .build())),
                new Case(
                        "without items",
                        "",
                        "",
                        each(row -> row.toBuilder().nEval(OptionalInt.empty()).build())),
                new Case(
                        "three decimals",
                        "",
                        "",
                        each(row -> row.toBuilder()
                                .accuracy(Math.rint(row.accuracy() * 1000) / 1000)
                                .build())));
    }

    private static List<Observation> shuffled() {
        List<Observation> rows = new ArrayList<>(GOOD);
        Collections.shuffle(rows, new Random(1));
        return rows;
    }

    @ParameterizedTest
    @MethodSource("variants")
    void isNotAskedAbout(Case given) {
        assertThat(PlausibilityCheck.warnings(given.rows(), 0.25)).isEmpty();
    }

    @Test
    void noRowsAreNoQuestion() {
        assertThat(PlausibilityCheck.warnings(List.of(), 0.25)).isEmpty();
    }
}
