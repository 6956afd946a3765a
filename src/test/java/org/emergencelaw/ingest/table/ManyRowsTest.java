package org.emergencelaw.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.spill.RowSequence;
import org.junit.jupiter.api.Test;

/** Imports of more rows than are held in memory say what those of few rows say. */
class ManyRowsTest {

    private static final int ROWS = 40_000;
    private static final String HEADER =
            "task,family,model,params,tokens,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval\n";

    private static final ImportRules RULES = ImportRules.any().withTrivialAccuracy(0.25);

    /** 100 checkpoints, 40 amounts, 10 seeds. */
    private static String line(int i, double accuracy) {
        int model = i / 400, amount = i / 10 % 40, seed = i % 10;
        return "t,f,m%d,%d,%d,%s,finetuned,%d,%d,%s,1000\n"
                .formatted(
                        model,
                        10_000_000L * (model + 1),
                        1_000_000_000L * (model + 1),
                        4 - 0.02 * model,
                        100 * (amount + 1),
                        seed,
                        accuracy);
    }

    /** Seeds agree as seldom as chance has it, and no two checkpoints do. */
    private static double accuracy(int i) {
        return (250 + new SplittableRandom(i).nextInt(500)) / 1000.0;
    }

    private static String file(int rows) {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int i = 0; i < rows; i++) csv.append(line(i, accuracy(i)));
        return csv.toString();
    }

    private static List<String> codes(ImportResult read) {
        return read.warnings().stream().map(Warning::code).toList();
    }

    @Test
    void allRowsComeInInTheirOrder() {
        ImportResult read = ObservationCsv.read(file(ROWS), RULES);
        assertThat(read.errors()).isEmpty();
        assertThat(read.observations()).hasSize(ROWS);
        assertThat(ObservationCsv.text(read.observations()))
                .contains(line(ROWS - 1, accuracy(ROWS - 1)).substring(0, 20));
        assertThat(read.observations().stream().map(Observation::accuracy))
                .isEqualTo(Stream.iterate(0, i -> i + 1)
                        .limit(ROWS)
                        .map(ManyRowsTest::accuracy)
                        .toList());
    }

    @Test
    void repeatsAreNamedInTheOrderOfTheLinesBesideOtherFaults() {
        StringBuilder csv = new StringBuilder(file(ROWS));
        csv.append(line(5, 0.9)).append(line(39_000, 1.5)).append(line(39_999, accuracy(39_999)));
        ImportResult read = ObservationCsv.read(csv.toString(), RULES);
        assertThat(read.errors().stream().map(RowError::line)).containsExactly(40_002, 40_003, 40_004);
        assertThat(read.errors().get(0).rule()).contains("this one repeats line 7 (");
        assertThat(read.errors().get(1).rule()).isEqualTo("accuracy must be a number from 0 to 1");
        assertThat(read.errors().get(2).rule()).contains("this one repeats line 40001 (");
        assertThat(read.observations()).isEmpty();
    }

    @Test
    void theFirstThousandFaultsAreToldAndTheOthersCounted() {
        String body = file(ROWS).substring(HEADER.length());
        ImportResult read = ObservationCsv.read(HEADER + body + body, RULES);
        assertThat(read.errors()).hasSize(RowErrors.MAX);
        assertThat(read.moreErrors()).isEqualTo(ROWS - RowErrors.MAX);
        assertThat(read.errors().get(999).line()).isEqualTo(ROWS + 1_001);
    }

    @Test
    void savedRowsArePassedOverChangedOnesRefusedOrTaken() {
        RowSequence saved =
                RowSequence.of(ObservationCsv.read(file(30_000), RULES).observations());
        StringBuilder csv = new StringBuilder(HEADER);
        for (int i = 20_000; i < ROWS; i++) csv.append(line(i, i == 20_003 || i == 29_000 ? 0.123 : accuracy(i)));
        ImportResult refused = ObservationCsv.read(csv.toString(), RULES.withSaved(saved));
        assertThat(refused.errors().stream().map(RowError::line)).containsExactly(5, 9_002);
        assertThat(refused.errors().get(0).rule())
                .isEqualTo("a measurement that is saved must not change; saved is accuracy " + accuracy(20_003));
        ImportResult taken =
                ObservationCsv.read(csv.toString(), RULES.withSaved(saved).updating());
        assertThat(taken.observations()).hasSize(10_002);
        assertThat(taken.observations().get(0).accuracy()).isEqualTo(0.123);
        assertThat(codes(taken)).contains("already_saved", "rows_changed");
        ImportResult full = ObservationCsv.read(
                csv.toString(), RULES.withSaved(saved).updating().withMaxRows(30_010));
        assertThat(full.errors()).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(10_012);
            assertThat(error.rule()).isEqualTo("a study must have at most 30010 rows (max_rows), this one has 30000");
        });
    }

    @Test
    void copiesAreSeenAmongManyRowsAsAmongFew() {
        StringBuilder seeds = new StringBuilder(HEADER), checkpoints = new StringBuilder(HEADER);
        for (int i = 0; i < ROWS; i++) {
            // every checkpoint has one accuracy of its own, whatever the seed
            seeds.append(line(i, (300 + i / 400) / 1000.0));
            checkpoints.append(line(i, accuracy(i / 400 == 70 ? i - 400 : i)));
        }
        assertThat(codes(ObservationCsv.read(seeds.toString(), RULES))).contains("identical_replicates");
        List<Warning> copied =
                ObservationCsv.read(checkpoints.toString(), RULES).warnings();
        assertThat(copied.stream().filter(each -> each.code().equals("copied_rows")))
                .singleElement()
                .satisfies(each -> assertThat(each.message()).contains("m69 and m70 agree in all 400"));
        List<String> found = new ArrayList<>(codes(ObservationCsv.read(file(ROWS), RULES)));
        assertThat(found).doesNotContain("identical_replicates");
    }
}
