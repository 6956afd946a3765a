package org.emergencelaw.ingest.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.RowError;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.Samples;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportMapping;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.metric.Measure;
import org.emergencelaw.observation.KnownModel;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Regime;
import org.emergencelaw.observation.Warning;
import org.emergencelaw.spill.RowSequence;
import org.junit.jupiter.api.Test;

/** Files of lm-evaluation-harness, three generations, as observations. */
class HarnessImportTest {

    private static final Path FILES = Path.of("src/test/resources/lm-eval");
    private static final String RESULTS = "0.4/ours__tiny-1b/results_2025-01-10T12-00-00.000001.json";
    private static final String CHOICES = "0.4/ours__tiny-1b/samples_arc_tiny_2025-01-10T12-00-00.000001.jsonl";
    private static final String SUMS = "0.4/ours__tiny-1b/samples_sums_tiny_2025-01-10T12-00-00.000001.jsonl";
    private static final String OLD = "old-160m-step1000.json";
    private static final String LIMITED = "small-limited.json";
    private static final String MODELS = "models.csv";

    private static ImportResult read(ImportRules rules, ScoreSelection choice, ImportFile... files) throws IOException {
        return new ImportFiles(List.of(files), choice, Optional.empty())
                .read(rules, TaskCatalogue.read(Path.of("configs/tasks.yaml")));
    }

    private static ImportResult read(String... names) throws IOException {
        return read(ImportRules.any(), ScoreSelection.ALL, files(names));
    }

    private static ImportFile[] files(String... names) {
        return Arrays.stream(names)
                .map(name -> ImportFile.of(name, FILES.resolve(name)))
                .toArray(ImportFile[]::new);
    }

    private static ImportFile text(String name, String content) {
        return ImportFile.of(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static Observation row(ImportResult read, String task, String metric, String filter) {
        assertThat(read.errors()).isEmpty();
        List<Observation> rows = read.observations().stream()
                .filter(row -> row.task().equals(task)
                        && row.metric().equals(metric)
                        && row.filter().equals(filter))
                .toList();
        assertThat(rows).as(task + " " + metric + " " + filter).hasSize(1);
        return rows.get(0);
    }

    private static Stream<String> codes(ImportResult read) {
        return read.warnings().stream().map(Warning::code);
    }

    @Test
    void beforeFilters() throws IOException {
        ImportResult read = read(OLD, MODELS);

        Observation row = row(read, "arc_easy", "acc_norm", "none");
        assertThat(row.checkpoint().model()).isEqualTo("ours/old-160m@step1000");
        assertThat(row.checkpoint().tokens()).hasValue(2e9);
        assertThat(row.checkpoint().pretrainLossNats()).hasValue(3.9);
        assertThat(row.regime()).isEqualTo(Regime.FEW_SHOT);
        assertThat(row.examples()).isEqualTo(5);
        assertThat(row.accuracy()).isEqualTo(992.0 / 2376);
        assertThat(row.nEval()).as("worked out from the standard error").isEqualTo(OptionalInt.of(2376));
        assertThat(row.notes()).containsEntry("task_version", "0").containsEntry("harness_version", "before 0.4");
        assertThat(row.versions()).isEqualTo("task 0, harness before 0.4");
        assertThat(read.observations()).hasSize(8);
        assertThat(codes(read)).contains("n_eval_from_standard_error", "left_out", "mixed_metrics");
        assertThat(read.mapping().orElseThrow().leftOut())
                .extracting(ImportMapping.LeftOut::what)
                .containsExactly("lambada_openai ppl,none");
    }

    @Test
    void groupsAreNotCountedBesideTheirTasks() throws IOException {
        ImportResult all = read(RESULTS, MODELS);
        assertThat(all.observations())
                .extracting(Observation::task)
                .contains("mmlu_anatomy", "mmlu_astronomy")
                .doesNotContain("mmlu", "mmlu_stem");

        ImportResult group = read(ImportRules.any().withTask("mmlu"), ScoreSelection.ALL, files(RESULTS, MODELS));
        Observation row = row(group, "mmlu", "acc", "none");
        assertThat(group.observations()).hasSize(1);
        assertThat(row.accuracy()).isEqualTo(77.0 / 287);
        assertThat(row.nEval()).isEqualTo(OptionalInt.of(287));
        assertThat(row.examples()).isEqualTo(5);
        assertThat(row.checkpoint().params()).as("as the harness counted them").hasValue(1e9);
    }

    @Test
    void anAliasIsTheTaskAndAMissingMeanNeedsAllItsTasks() throws IOException {
        ImportResult alias = read(ImportRules.any().withTask("mmlu_anatomy"), ScoreSelection.ALL, files(OLD, MODELS));
        assertThat(row(alias, "mmlu_anatomy", "acc", "none").notes())
                .containsEntry("harness_task", "hendrycksTest-anatomy");

        ImportResult part = read(ImportRules.any().withTask("mmlu"), ScoreSelection.ALL, files(OLD, MODELS));
        assertThat(part.errors())
                .singleElement()
                .extracting(RowError::hint)
                .asString()
                .contains("the mean of mmlu needs all of its 57 subtasks with their items; here are 1");
    }

    @Test
    void nanAndWhatIsNoAccuracyAreLeftOutAndNamed() throws IOException {
        ImportResult read = read(RESULTS, MODELS);

        assertThat(row(read, "truthfulqa_gen", "bleu_acc", "none").notes())
                .as("N/A is no standard error")
                .doesNotContainKey("stderr");
        Map<String, String> leftOut = new TreeMap<>();
        read.mapping().orElseThrow().leftOut().forEach(left -> leftOut.put(left.what(), left.why()));
        assertThat(leftOut)
                .containsEntry("truthfulqa_gen rouge1_diff,none", "it is NaN")
                .containsEntry("truthfulqa_gen bleu_max,none", "it is not from 0 to 1: it is no accuracy")
                .containsEntry("wikitext word_perplexity,none", "lower is better: it is no accuracy");
    }

    @Test
    void aStrictParserAtZeroBesideAFlexibleOneIsBroken() throws IOException {
        ImportResult both = read(RESULTS, MODELS);
        Warning broken = both.warnings().stream()
                .filter(warning -> warning.code().equals("broken_parser"))
                .findFirst()
                .orElseThrow();
        assertThat(broken.message()).contains("not pre-emergence", "strict-match scores 0", "flexible-extract scores");
        assertThat(row(both, "gsm8k", "exact_match", "strict-match").notes()).containsEntry("stderr", "0");
        assertThat(codes(both)).contains("mixed_filters");

        ScoreSelection strict = new ScoreSelection(Optional.empty(), Optional.of("strict-match"), Optional.empty());
        ImportResult chosen = read(ImportRules.any().withTask("gsm8k"), strict, files(RESULTS, MODELS));
        assertThat(chosen.observations()).hasSize(1);
        assertThat(codes(chosen)).contains("broken_parser").doesNotContain("mixed_filters");
    }

    @Test
    void aLimitIsWarnedOfAndAFinetunedModelIsFinetuned() throws IOException {
        ImportResult read = read(LIMITED, MODELS);

        Observation row = row(read, "arc_easy", "acc", "none");
        assertThat(row.regime()).isEqualTo(Regime.FINETUNED);
        assertThat(row.examples()).isEqualTo(1600);
        assertThat(row.seed()).isEqualTo(3);
        assertThat(row.nEval()).isEqualTo(OptionalInt.of(100));
        assertThat(row.notes()).containsEntry("harness_version", "git c10551f").containsEntry("shots", "0");
        assertThat(codes(read)).contains("items_limited");
    }

    @Test
    void versionsAreMixedOnlyWithAWarning() throws IOException {
        ImportResult both =
                read(ImportRules.any().withTask("arc_easy"), ScoreSelection.ALL, files(OLD, LIMITED, MODELS));

        assertThat(both.errors()).isEmpty();
        assertThat(both.warnings().stream()
                        .filter(warning -> warning.code().equals("mixed_versions"))
                        .map(Warning::message))
                .singleElement()
                .asString()
                .contains("task 0, harness before 0.4; task 1, harness git c10551f");
        ImportResult later = read(
                ImportRules.any()
                        .withTask("arc_easy")
                        .withSaved(RowSequence.of(read(OLD, MODELS).observations())),
                ScoreSelection.ALL,
                files(LIMITED, MODELS));
        assertThat(codes(later)).contains("mixed_versions");
    }

    /** Reference values: Python's math.fsum over the same items, printed by the script that wrote the fixture. */
    @Test
    void samplesGiveTheMeasures() throws IOException {
        ImportResult read = read(RESULTS, CHOICES, SUMS, MODELS);

        Map<Measure, Double> choices = Measure.of(row(read, "arc_tiny", "acc", "none"));
        assertThat(choices.get(Measure.BRIER)).isCloseTo(1.194221934702349, within(1e-12));
        assertThat(choices.get(Measure.LOG_LIKELIHOOD)).isCloseTo(-3.998420010296692, within(1e-12));
        assertThat(choices.get(Measure.LOG_LIKELIHOOD_RAW)).isCloseTo(-5.486370076119511, within(1e-12));
        assertThat(choices.get(Measure.MULTIPLE_CHOICE_GRADE)).isEqualTo(0.225);
        Map<Measure, Double> sums = Measure.of(row(read, "sums_tiny", "exact_match", "none"));
        assertThat(sums)
                .containsEntry(Measure.EXACT_MATCH, 0.4)
                .containsEntry(Measure.TOKEN_EDIT_DISTANCE, 1.0)
                .hasSize(2);
        assertThat(codes(read)).noneMatch(code -> code.startsWith("samples_"));
    }

    /** One item of each way in which a file can tell the right choice; likelihoods as numbers and as text. */
    @Test
    void theRightChoiceIsToldByIndexTextOrAccuracy() throws IOException {
        String pair = "[[%s, %s], [%s, %s]]";
        String byText = item(0, "no", "yes", "no", pair.formatted("-3.0", "false", "-1.0", "true"), 1);
        String byAccuracy =
                item(1, "x", "same", "same", pair.formatted("\"-1.0\"", "\"True\"", "\"-2.0\"", "\"False\""), 0);
        SampleMeasures good = HarnessSamples.read(text("samples_a.jsonl", byText + byAccuracy), new RowErrors())
                .get("none");
        assertThat(good.unclear()).isZero();
        assertThat(good.contradicted()).isZero();
        assertThat(good.means(false).get(Measure.LOG_LIKELIHOOD_RAW)).isEqualTo((-1.0 - 2.0) / 2);
        assertThat(good.means(false).get(Measure.MULTIPLE_CHOICE_GRADE)).isEqualTo(0.5);

        String unknown = item(2, "x", "same", "same", pair.formatted("NaN", "false", "-2.0", "true"), 1);
        String contrary = item(3, "no", "yes", "no", pair.formatted("-3.0", "false", "-1.0", "true"), 0);
        SampleMeasures bad = HarnessSamples.read(text("samples_a.jsonl", byText + unknown + contrary), new RowErrors())
                .get("none");
        assertThat(bad.unclear()).isEqualTo(1);
        assertThat(bad.contradicted()).isEqualTo(1);
        assertThat(bad.means(false)).isEmpty();
    }

    private static String item(int id, String target, String first, String second, String responses, int accuracy) {
        return ("{\"doc_id\": %d, \"doc\": {\"a\": [1, {}]}, \"target\": \" %s\", \"arguments\": {\"gen_args_0\":"
                        + " {\"arg_0\": \"no\", \"arg_1\": \" %s\"}, \"gen_args_1\": {\"arg_0\": \"no\", \"arg_1\": \" %s\"}},"
                        + " \"resps\": [[[1]], []], \"filtered_resps\": %s, \"filter\": \"none\", \"acc\": %d}\n")
                .formatted(id, target, first, second, responses, accuracy);
    }

    /** Where the harness compares with a part of the target, a distance to the whole of it means nothing. */
    @Test
    void answersThatAreJudgedByAPartOfTheirTargetGetNoDistance() throws IOException {
        String whole = "{\"doc_id\": 0, \"target\": \"2 + 2 #### 4\", \"filtered_resps\": [\"4\"], \"filter\":"
                + " \"strict-match\", \"exact_match\": 1.0}\n";
        SampleMeasures judged = HarnessSamples.read(text("samples_a.jsonl", whole), new RowErrors())
                .get("strict-match");
        assertThat(judged.means(true)).containsOnlyKeys(Measure.EXACT_MATCH).containsEntry(Measure.EXACT_MATCH, 1.0);
        String continuation = "{\"doc_id\": 0, \"target\": \"dog\", \"filtered_resps\": [[-2.5, true]], \"filter\":"
                + " \"none\", \"acc\": 1.0}\n";
        SampleMeasures one = HarnessSamples.read(text("samples_b.jsonl", continuation), new RowErrors())
                .get("none");
        assertThat(one.means(false)).containsOnlyKeys(Measure.LOG_LIKELIHOOD_RAW);
        assertThat(one.mean("acc")).hasValue(1);
    }

    @Test
    void samplesOfAPartSaySo() throws IOException {
        String all = Files.readString(FILES.resolve(CHOICES));
        String part = all.lines().limit(3).reduce("", (a, b) -> a + b + "\n");

        ImportResult read = read(
                ImportRules.any(),
                ScoreSelection.ALL,
                files(RESULTS)[0],
                text(CHOICES, part + part.lines().findFirst().orElseThrow()),
                files(MODELS)[0]);

        assertThat(row(read, "arc_tiny", "acc", "none").notes()).containsEntry("sample_items", "4");
        assertThat(codes(read)).contains("samples_incomplete", "samples_repeated");
    }

    @Test
    void brokenSamplesAreAFaultWithTheirLine() throws IOException {
        String all = Files.readString(FILES.resolve(CHOICES));
        ImportResult read = read(
                ImportRules.any(),
                ScoreSelection.ALL,
                files(RESULTS)[0],
                text(CHOICES, all.substring(0, all.indexOf('\n') + 100)),
                files(MODELS)[0]);

        assertThat(read.observations()).isEmpty();
        assertThat(read.errors()).singleElement().satisfies(error -> {
            assertThat(error.file()).isEqualTo(CHOICES);
            assertThat(error.line()).isEqualTo(2);
            assertThat(error.rule()).isEqualTo("each line must be one JSON object");
        });
    }

    @Test
    void samplesNeedTheirResults() throws IOException {
        ImportResult read = read(OLD, CHOICES, MODELS);

        assertThat(read.errors()).singleElement().satisfies(error -> {
            assertThat(error.rule()).contains("the results file of the same run must come with them");
            assertThat(error.file()).isEqualTo(CHOICES);
        });
    }

    @Test
    void modelsThatAreNotKnownAreListedWithWhatToAdd() throws IOException {
        ImportResult read = read(OLD, LIMITED, RESULTS);

        assertThat(read.observations()).isEmpty();
        assertThat(read.errors())
                .hasSize(3)
                .allSatisfy(error -> assertThat(error.hint()).startsWith("add it to models.csv: model "));
        assertThat(read.mapping().orElseThrow().missingModels())
                .isEqualTo("model,revision,params,tokens,loss\nours/old-160m,step1000,,,\nours/small,,,,\n"
                        + "ours/tiny-1b,step500,,,\n");
        ImportResult other = read(
                ImportRules.any(),
                ScoreSelection.ALL,
                files(OLD)[0],
                text("models.csv", "model,loss\nours/old-160m,3\n"));
        assertThat(other.errors())
                .singleElement()
                .extracting(RowError::hint)
                .asString()
                .endsWith("of this model models.csv has the revision main");
        ImportResult weak = read(
                ImportRules.any(),
                ScoreSelection.ALL,
                files(LIMITED)[0],
                text("models.csv", "model,params\nours/small,1B\n"));
        assertThat(weak.errors())
                .singleElement()
                .extracting(RowError::hint)
                .isEqualTo("add its loss to models.csv, or its tokens");
    }

    @Test
    void aModelMayLackItsFoldersButNotHaveOthers() throws IOException {
        for (String model : List.of("old-160m", "/runs/ours/old-160m/", "ours/old-160m@step1000")) {
            String models = model.contains("@")
                    ? "model,loss\n" + model + ",3\n"
                    : "model,revision,loss\n" + model + ",step1000,3\n";
            ImportResult read = read(ImportRules.any(), ScoreSelection.ALL, files(OLD)[0], text("models.csv", models));
            assertThat(read.errors()).as(model).isEmpty();
        }
        for (String models : List.of(
                "model,revision,loss\ntheirs/old-160m,step1000,3\n",
                "model,revision,loss\nold-160m,step1,3\n",
                "model,revision,loss\nold-160m,step1000,3\na/ours/old-160m,step1000,3\n")) {
            ImportResult read = read(ImportRules.any(), ScoreSelection.ALL, files(OLD)[0], text("models.csv", models));
            assertThat(read.errors()).as(models).hasSize(1);
        }
    }

    @Test
    void finetunedModelsBelongToTheirBase() throws IOException {
        String models = "family,model,revision,base,params,tokens,loss,finetune_examples,seed\n"
                + "ours,big/base,step9,,1B,2B,3.1,,\n,ours/small,,base@step9,,,,1600,4\n";
        ImportResult read = read(ImportRules.any(), ScoreSelection.ALL, files(LIMITED)[0], text("models.csv", models));

        Observation row = row(read, "arc_easy", "acc", "none");
        assertThat(row.checkpoint().model()).isEqualTo("big/base@step9");
        assertThat(row.checkpoint().family()).isEqualTo("ours");
        assertThat(row.checkpoint().pretrainLossNats()).hasValue(3.1);
        assertThat(row.checkpoint().params()).hasValue(1e9);
        assertThat(row.seed()).isEqualTo(4);
        assertThat(row.notes()).containsEntry("harness_model", "ours/small");
    }

    @Test
    void modelsMayBeKnownFromBefore() throws IOException {
        List<KnownModel> known = read(OLD, MODELS).mapping().orElseThrow().newModels();
        assertThat(known).hasSize(3);

        ImportResult later = read(ImportRules.any().withModels(known), ScoreSelection.ALL, files(OLD));

        assertThat(later.observations()).isEqualTo(read(OLD, MODELS).observations());
        assertThat(later.mapping().orElseThrow().newModels()).isEmpty();
    }

    @Test
    void everyFaultOfTheModelsIsReported() throws IOException {
        ImportResult read = read(
                ImportRules.any(),
                ScoreSelection.ALL,
                files(OLD)[0],
                text("models.csv", "model,loss,params,seed\na,x,7B,1\nb,3,-1,1\na@r,3,1,1.5\nc,3\nb,3,1,1\nb,3,1,1\n"));

        assertThat(read.errors())
                .extracting(RowError::message)
                .contains(
                        "models.csv, row 2: loss must be a number above 0 and at most 1000, was \"x\"; write it like"
                                + " 0.5 or 5e-1",
                        "models.csv, row 3: params must be a number above 0 and at most 1e30, was \"-1\"",
                        "models.csv, row 5: a row must have 4 cells like the header, has 2",
                        "models.csv, row 7: a model and revision must not repeat; this one is on line 6, was \"b\"");
        ImportResult unknown = read(
                ImportRules.any(), ScoreSelection.ALL, files(OLD)[0], text("models.csv", "name,loss,flavour\na,1,x\n"));
        assertThat(unknown.errors())
                .extracting(RowError::rule)
                .anyMatch(rule -> rule.startsWith("a column of models.csv must be one of"))
                .contains("column model is required");
    }

    @Test
    void theSameResultsTwiceAreARepetition() throws IOException {
        ImportFile[] files = files(OLD, MODELS);
        ImportResult twice = read(
                ImportRules.any().withTask("sciq"),
                new ScoreSelection(Optional.of("acc"), Optional.empty(), Optional.empty()),
                files[0],
                ImportFile.of("copy.json", FILES.resolve(OLD)),
                files[1]);

        assertThat(twice.errors())
                .singleElement()
                .extracting(RowError::message)
                .asString()
                .startsWith("copy.json, row 1: a row must be a new measurement; this one repeats " + OLD + ", row 1");
    }

    @Test
    void otherFilesAreRefusedInWords() throws IOException {
        ImportResult broken = read(
                ImportRules.any(),
                ScoreSelection.ALL,
                text("results_x.json", "{\"results\": {\"a\": "),
                files(MODELS)[0]);
        assertThat(broken.errors()).extracting(RowError::rule).containsExactly("text must be valid JSON");
        ImportResult empty = read(ImportRules.any(), ScoreSelection.ALL, text("results_x.json", "{\"results\": {}}"));
        assertThat(empty.errors())
                .extracting(RowError::rule)
                .contains(
                        "results must have at least one task with a metric",
                        "config.model_args or model_name must name the model");
        ImportResult mixed = read(
                ImportRules.any(),
                ScoreSelection.ALL,
                files(OLD)[0],
                text("rows.csv", Samples.HEADER + "\n" + Samples.GOOD + "\n"));
        assertThat(mixed.errors())
                .extracting(RowError::rule)
                .containsExactly("harness files and tables of observations must be imported apart");
        ImportResult models = read(MODELS);
        assertThat(models.errors()).extracting(RowError::rule).containsExactly("models.csv alone has no observation");
    }

    @Test
    void measuresOfATableKeepTheirRanges() {
        ImportResult read = Samples.csv(
                Samples.HEADER + ",brier,log_likelihood,exact_match",
                Samples.GOOD + ",2.5,0.1,x",
                Samples.GOOD.replace(",1,0.25", ",2,0.25") + ",0.75,-1.386,0.25");

        assertThat(read.errors())
                .extracting(RowError::message)
                .containsExactly(
                        "line 2: brier must be a number from 0 to 2, was \"2.5\"",
                        "line 2: log_likelihood must be a number of at most 0, was \"0.1\"",
                        "line 2: exact_match must be a number from 0 to 1, was \"x\"; write it like 0.5 or 5e-1");
    }
}
