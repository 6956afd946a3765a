package org.emergencelaw.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ColumnMapping;
import org.emergencelaw.ingest.table.ImportMapping;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs of the kinds that people have: each is read as it was meant, warned of, or refused in words that help. */
class IntakeCasesTest {

    private static final Path FOLDER = Path.of("src/test/resources/imports");

    /** Whose rows are read as they stand: what is right of them is said by tests of fits and forecasts. */
    private static final Set<String> JUDGED = Set.of(
            "m15_strict_zero.csv",
            "m16_inverse_scaling.csv",
            "n04_n_eval_3.csv",
            "n11_u_shape.csv",
            "n22_floor_above_trivial.csv");

    /**
     * An input.
     *
     * @param file or folder of the case
     * @param models file of models; empty for a table
     * @param columns assignments of a table's columns
     */
    private record Case(String file, String models, String task, List<String> columns, Consumer<ImportResult> right) {

        Case(String file, Consumer<ImportResult> right) {
            this(file, isTable(file) ? "" : "models.csv", "arc_easy", List.of(), right);
        }

        Case(String file, String task, Consumer<ImportResult> right) {
            this(file, "models.csv", task, List.of(), right);
        }

        private static boolean isTable(String file) {
            return file.endsWith(".csv") || file.startsWith("js");
        }

        @Override
        public String toString() {
            return file + (columns.isEmpty() ? "" : " by columns");
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                        shots(),
                        documents(),
                        dropped(),
                        protocol(),
                        formats(),
                        names(),
                        tables(),
                        columns(),
                        units(),
                        repeats(),
                        judged())
                .flatMap(List::stream);
    }

    private static List<Case> shots() {
        Consumer<ImportResult> five = read -> {
            Observation row = only(read);
            assertThat(row.examples()).isEqualTo(5);
            assertThat(row.nEval()).isEqualTo(OptionalInt.of(301));
        };
        Consumer<ImportResult> twoFilters = read -> {
            assertThat(rows(read)).extracting(Observation::examples).containsExactly(5L, 5L);
            assertThat(codes(read)).contains("mixed_filters").doesNotContain("shots_unknown");
        };
        return List.of(
                new Case("k01a_group_nshot_zero.json", "mmlu", five),
                new Case("k01b_group_nshot_absent.json", "mmlu", five),
                new Case("k02a_shots_only_in_configs.json", "gsm8k", twoFilters),
                new Case("k02c_nshot_text.json", "gsm8k", twoFilters),
                new Case("k02d_no_shots_anywhere.json", "gsm8k", read -> {
                    assertThat(rows(read)).extracting(Observation::examples).containsOnly(5L);
                    assertThat(codes(read)).contains("shots_unknown");
                }),
                new Case(
                        "x21",
                        "mmlu",
                        read -> assertThat(rows(read))
                                .extracting(Observation::examples)
                                .containsExactly(5L, 5L, 5L)));
    }

    private static List<Case> documents() {
        return List.of(
                new Case(
                        "k03a_concatenated.jsonl",
                        read -> assertThat(rows(read))
                                .extracting(Observation::accuracy)
                                .containsExactly(0.2521, 0.2614, 0.3098)),
                new Case(
                        "k03e_trailing_junk.json",
                        read -> assertThat(refusal(read)).contains("other text follows", "wandb")),
                new Case(
                        "x06_dup_results_key.json",
                        read -> assertThat(refusal(read)).contains("must not stand twice", "results")),
                new Case(
                        "js3_lines.jsonl",
                        read -> assertThat(rows(read))
                                .extracting(Observation::accuracy)
                                .containsExactly(0.2521, 0.2614)));
    }

    private static List<Case> dropped() {
        return List.of(
                new Case(
                        "x02_half_text.json",
                        read -> assertThat(rows(read))
                                .extracting(Observation::metric, Observation::accuracy)
                                .containsExactly(tuple("acc", 0.2614), tuple("acc_norm", 0.27))),
                new Case(
                        "k15_values_as_text.json",
                        read -> assertThat(only(read).accuracy()).isEqualTo(0.2614)),
                new Case(
                        "k15c_items_as_float.json",
                        read -> assertThat(only(read).nEval()).isEqualTo(OptionalInt.of(2376))),
                new Case("k10_bigbench_old.json", "bigbench_navigate", read -> {
                    Observation row = only(read);
                    assertThat(row.accuracy()).isEqualTo(0.499);
                    assertThat(row.nEval()).isEqualTo(OptionalInt.of(1000));
                    assertThat(row.examples()).isEqualTo(3);
                }));
    }

    private static List<Case> protocol() {
        return List.of(
                new Case("x01", read -> {
                    assertThat(rows(read))
                            .extracting(Observation::protocol)
                            .containsExactly(
                                    "",
                                    "chat_template 77, system_prompt Be brief., fewshot_as_multiturn true",
                                    "quantization load_in_4bit");
                    assertThat(codes(read)).contains("mixed_protocols");
                }),
                new Case("x04", read -> {
                    assertThat(refusal(read)).contains("this one repeats").doesNotContain("seed to");
                    assertThat(codes(read)).doesNotContain("mixed_versions");
                }),
                new Case("x03", "x03/models.csv", "arc_easy", List.of(), read -> {
                    assertThat(read.errors()).hasSize(2);
                    assertThat(refusal(read))
                            .contains("revision checkpoint-500", "revision checkpoint-1000")
                            .doesNotContain("seed");
                }));
    }

    private static List<Case> formats() {
        return List.of(
                new Case("results_k05_lighteval.json", read -> {
                    assertThat(rows(read))
                            .extracting(Observation::metric, Observation::accuracy, Observation::examples)
                            .containsExactly(tuple("acc", 0.2521, 5L), tuple("acc_norm", 0.2601, 5L));
                    assertThat(rows(read).get(0).checkpoint().model()).isEqualTo("lab/tern-160m@step1000");
                }),
                new Case("k08_olmes_metrics.json", read -> {
                    assertThat(rows(read))
                            .extracting(Observation::metric, Observation::accuracy)
                            .containsExactly(tuple("acc_raw", 0.2521), tuple("acc_per_char", 0.26));
                    assertThat(rows(read).get(0).nEval()).hasValue(2376);
                    assertThat(rows(read).get(0).examples()).isEqualTo(5);
                }),
                new Case(
                        "k06_helm_stats.json", read -> assertThat(refusal(read)).contains("HELM", "run_spec.json")),
                new Case(
                        "k07_opencompass.csv",
                        "models_k07.csv",
                        "arc_easy",
                        List.of(),
                        read -> assertThat(rows(read))
                                .extracting(Observation::accuracy)
                                .containsExactly(0.2521, 0.3098)),
                new Case(
                        "k07_opencompass.csv",
                        "",
                        "mmlu",
                        List.of(
                                "task=dataset",
                                "model:=tern-410m",
                                "params:=410M",
                                "tokens:=2B",
                                "accuracy:=percent({tern-410m})",
                                "regime:=few_shot",
                                "examples:=5"),
                        read -> assertThat(only(read).accuracy()).isEqualTo(0.263)));
    }

    private static List<Case> names() {
        return List.of(
                new Case(
                        "x10_comma_in_path.json",
                        "x10_models.csv",
                        "arc_easy",
                        List.of(),
                        read -> assertThat(only(read).checkpoint().model()).isEqualTo("/data/run, lr=3e-4/tern-160m")),
                new Case(
                        "k20c_windows.json",
                        read -> assertThat(refusal(read)).contains("model C:\\ckpt\\tern-160m\\step1000")),
                new Case("x20_num_params.json", "models_bad1.csv", "arc_easy", List.of(), read -> {
                    assertThat(warning(read, "params_disagree")).contains("160 in models.csv, 162322944 counted");
                    assertThat(warning(read, "params_units")).contains("did you mean 160M?");
                    assertThat(warning(read, "tokens_units")).contains("did you mean 2B?");
                }));
    }

    private static List<Case> tables() {
        return List.of(
                new Case("sp1.csv", read -> assertThat(only(read).accuracy()).isEqualTo(0.2521)),
                new Case("c07_pandas_index.csv", read -> {
                    assertThat(rows(read))
                            .hasSize(3)
                            .allSatisfy(row -> assertThat(row.notes()).isEmpty());
                    assertThat(codes(read)).contains("index_column_ignored");
                }),
                new Case("c06_trailing_commas.csv", read -> {
                    assertThat(rows(read)).hasSize(3);
                    assertThat(codes(read)).contains("empty_columns_ignored");
                }),
                new Case(
                        "c63_dash_accuracy.csv",
                        read -> assertThat(refusal(read))
                                .contains("leave the row out")
                                .doesNotContain("leave the cell empty")),
                new Case("c02_sep_line.csv", read -> {
                    assertThat(rows(read)).hasSize(3);
                    assertThat(codes(read)).contains("separator_line_ignored");
                }),
                new Case("un1.csv", read -> {
                    assertThat(warning(read, "column_kept_as_note")).contains("params:={params (M)} * 1e6");
                    assertThat(read.warnings())
                            .filteredOn(each -> each.code().equals("column_kept_as_note"))
                            .hasSize(2);
                }),
                new Case(
                        "js2_nan.json",
                        read -> assertThat(refusal(read))
                                .contains("NaN is no number: leave the key out")
                                .doesNotContain("JsonReadFeature")));
    }

    private static List<Case> columns() {
        List<String> usual = List.of("params=params", "tokens=tokens", "pretrain_loss_nats=loss", "model=model");
        List<String> rest = List.of("task:=arc_easy", "regime:=few_shot", "examples:=5");
        List<String> curve = List.of("model:=tern-410m@step{Step}", "params:=410M", "tokens:={Step} * 2097152");
        Consumer<ImportResult> skipped = read -> {
            assertThat(only(read).accuracy()).isEqualTo(0.3098);
            assertThat(only(read).checkpoint().tokens()).hasValue(2000 * 2097152.0);
            assertThat(warning(read, "rows_without_accuracy")).contains("1 row");
        };
        return List.of(
                new Case(
                        "wide300long.csv",
                        "",
                        "arc_easy",
                        with(usual, rest, "accuracy=arc"),
                        read -> assertThat(only(read).checkpoint().params()).isPresent()),
                new Case(
                        "dup_acc.csv",
                        "",
                        "arc_easy",
                        with(usual, rest, "accuracy=acc"),
                        read -> assertThat(refusal(read)).contains("must stand once in the file", "acc")),
                new Case(
                        "wb1.csv",
                        "",
                        "arc_easy",
                        with(curve, rest, "accuracy=tern-410m - eval/arc_easy/acc"),
                        skipped),
                new Case(
                        "wb1.csv",
                        "",
                        "arc_easy",
                        with(curve, rest, "accuracy[arc_easy]=tern-410m - eval/arc_easy/acc"),
                        skipped));
    }

    private static List<String> with(List<String> some, List<String> others, String last) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        all.add(last);
        return all;
    }

    private static List<Case> units() {
        return List.of(
                new Case("c25_params_in_billions.csv", read -> {
                    assertThat(warning(read, "params_units")).contains("did you mean 70M?");
                    assertThat(warning(read, "tokens_units")).contains("did you mean 2B?");
                }),
                new Case(
                        "c27_perplexity_as_loss.csv",
                        read -> assertThat(warning(read, "loss_units")).contains("did you mean ln 74.4 = 4.309?")),
                new Case(
                        "c29_loss_rounded_differs.csv",
                        read -> assertThat(warning(read, "one_name_two_checkpoints"))
                                .contains("tern-160m has losses 4.02 and 4.0203")),
                new Case(
                        "n06c_perplexity.csv",
                        read -> assertThat(warning(read, "loss_units")).contains("did you mean ln 40.1651")),
                new Case("n06d_mixed_units.csv", read -> assertThat(codes(read)).contains("loss_units")),
                new Case("n10b_params_in_B_tokens_in_B.csv", read -> {
                    assertThat(warning(read, "params_units")).contains("did you mean 70M?");
                    assertThat(warning(read, "tokens_units")).contains("did you mean 1.4B?");
                }),
                new Case(
                        "n09_diverged.csv",
                        read -> assertThat(warning(read, "loss_units")).contains("has 9.8", "did the run diverge?")),
                new Case(
                        "m12_percent_fraction_mix.csv",
                        read -> assertThat(warning(read, "accuracy_units")).contains("9 rows")));
    }

    private static List<Case> repeats() {
        return List.of(
                new Case(
                        "m02_three_models_rounded_dup.csv",
                        read -> assertThat(warning(read, "one_name_two_checkpoints"))
                                .contains("3.246 and 3.24555")),
                new Case(
                        "m10_fake_replicates.csv",
                        read -> assertThat(warning(read, "identical_replicates"))
                                .contains("In 24 of 24 groups of seeds, accuracies agree to the item")),
                new Case("m01_three_models.csv", read -> assertThat(codes(read)).containsExactly("flops_from_6nt")),
                new Case("n00_base.csv", read -> assertThat(codes(read)).containsExactly("flops_from_6nt")));
    }

    private static List<Case> judged() {
        return JUDGED.stream()
                .sorted()
                .map(file -> new Case(file, read -> assertThat(rows(read)).isNotEmpty()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isReadAsItWasMeant(Case given) throws IOException {
        given.right().accept(read(given));
    }

    private static ImportResult read(Case given) throws IOException {
        List<String> files = List.of(FOLDER.resolve(given.file()).toString());
        Optional<String> models = Optional.of(given.models())
                .filter(name -> !name.isEmpty())
                .map(name -> FOLDER.resolve(name).toString());
        Optional<ColumnMapping> columns =
                Optional.of(given.columns()).filter(each -> !each.isEmpty()).map(ColumnMapping::of);
        ImportRules rules = ImportRules.any()
                .withTask(given.task())
                .withTrivialAccuracy(0.25)
                .withShots(OptionalInt.of(5));
        return new ImportFiles(
                        ImportSources.of(files, models, InputStream.nullInputStream())
                                .files(),
                        ScoreSelection.ALL,
                        columns)
                .read(rules, TaskCatalogue.read(Path.of("configs/tasks.yaml")));
    }

    @Test
    void everyInputOfTheFolderHasItsCase() throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            Set<String> inputs = all.map(path -> path.getFileName().toString())
                    .filter(name -> !name.matches("(x10_)?models.*\\.csv"))
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> named = cases().map(Case::file).collect(Collectors.toCollection(TreeSet::new));
            assertThat(named).isEqualTo(inputs);
        }
    }

    /** What a preview shows of every import. */
    @Test
    void thePreviewTellsShotsRegimeAndItems() throws IOException {
        Case group = cases().filter(each -> each.file().startsWith("k01a"))
                .findFirst()
                .orElseThrow();

        assertThat(ImportMapping.series(rows(read(group)))).singleElement().satisfies(series -> {
            assertThat(series.examples()).isEqualTo(5);
            assertThat(series.regime().name()).isEqualTo("FEW_SHOT");
            assertThat(series.fewestItems()).hasValue(301);
        });
    }

    private static List<Observation> rows(ImportResult read) {
        assertThat(read.errors()).extracting(RowError::message).isEmpty();
        return read.observations();
    }

    private static Observation only(ImportResult read) {
        assertThat(rows(read)).hasSize(1);
        return read.observations().get(0);
    }

    private static String refusal(ImportResult read) {
        assertThat(read.observations()).isEmpty();
        assertThat(read.errors()).isNotEmpty();
        return read.errors().stream().map(RowError::message).collect(Collectors.joining("\n"));
    }

    private static List<String> codes(ImportResult read) {
        return read.warnings().stream().map(Warning::code).toList();
    }

    private static String warning(ImportResult read, String code) {
        assertThat(codes(read)).as(Arrays.toString(read.errors().toArray())).contains(code);
        return read.warnings().stream()
                .filter(each -> each.code().equals(code))
                .map(Warning::message)
                .collect(Collectors.joining("\n"));
    }
}
