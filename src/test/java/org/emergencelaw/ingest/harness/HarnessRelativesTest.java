package org.emergencelaw.ingest.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.ImportFiles;
import org.emergencelaw.ingest.run.ScoreSelection;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportMapping;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other examples of the kinds of files that people have: a text of a case is replaced by another. */
class HarnessRelativesTest {

    private static final Path CASES = Path.of("src/test/resources/imports");
    private static final String GROUP = "k01a_group_nshot_zero.json";
    private static final String SHOTS = "k02a_shots_only_in_configs.json";
    private static final String SINGLE = "k15c_items_as_float.json";
    private static final String LINES = "k03a_concatenated.jsonl";

    private static String text(String name) {
        try {
            return Files.readString(CASES.resolve(name));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static ImportResult read(String task, String models, OptionalInt shots, String... runs) throws IOException {
        List<ImportFile> files = new ArrayList<>();
        for (int i = 0; i < runs.length; i++)
            files.add(ImportFile.of("run/results_" + i + ".json", runs[i].getBytes(StandardCharsets.UTF_8)));
        files.add(ImportFile.of("models.csv", models.getBytes(StandardCharsets.UTF_8)));
        ImportRules rules =
                ImportRules.any().withTask(task).withTrivialAccuracy(0.25).withShots(shots);
        return new ImportFiles(files, ScoreSelection.ALL, Optional.empty())
                .read(rules, TaskCatalogue.read(Path.of("configs/tasks.yaml")));
    }

    private static ImportResult read(String task, String... runs) throws IOException {
        return read(task, text("models.csv"), OptionalInt.of(5), runs);
    }

    private static List<String> codes(ImportResult read) {
        return read.warnings().stream().map(Warning::code).toList();
    }

    private static List<Observation> rows(ImportResult read) {
        assertThat(read.errors()).extracting(RowError::message).isEmpty();
        return read.observations();
    }

    private static String refusal(ImportResult read) {
        assertThat(read.observations()).isEmpty();
        return read.errors().stream().map(RowError::message).collect(Collectors.joining("\n"));
    }

    private static String replaced(String file, String from, String to) {
        assertThat(text(file)).contains(from);
        return text(file).replace(from, to);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"mmlu_anatomy\": 5, | \"mmlu_anatomy\": \"5\",",
                "\"mmlu_anatomy\": 5, | \"mmlu_anatomy\": 5.0,",
                "\"mmlu_anatomy\": 5, | \"mmlu_anatomy\": null,",
                "\"mmlu\": 0, | \"mmlu\": null,",
                "\"group_subtasks\" | \"group_subtasks_of_another_version\"",
            })
    void aGroupHasTheShotsOfItsTasks(String from, String to) throws IOException {
        String run = text(GROUP).replaceAll("\\s+", " ").replace(from, to);
        assertThat(run).contains(to);

        assertThat(rows(read("mmlu", run))).singleElement().satisfies(row -> {
            assertThat(row.examples()).isEqualTo(5);
            assertThat(row.nEval()).hasValue(301);
        });
    }

    @Test
    void tasksOfOtherShotsAreNoShotsOfTheGroup() throws IOException {
        String run = replaced(GROUP, "\"mmlu_anatomy\": 5,", "\"mmlu_anatomy\": 0,");

        assertThat(codes(read("mmlu", run))).contains("shots_unknown");
        assertThat(refusal(read("mmlu", text("models.csv"), OptionalInt.empty(), run)))
                .contains("the number of shots must be known", "--shots");
    }

    @Test
    void twoNumbersOfShotsAreDoubted() throws IOException {
        String run = replaced(SHOTS, "\"git_hash\"", "\"n-shot\": {\"gsm8k\": 0}, \"git_hash\"");

        assertThat(codes(read("gsm8k", run))).contains("shots_disagree");
    }

    @Test
    void itemsOfAGroupComeFromTheStandardErrorsOfItsTasks() throws IOException {
        String run = text(GROUP)
                .replace("\"n-samples\"", "\"other\"")
                .replace("0.0375", Double.toString(Math.sqrt(34.0 / 135 * (1 - 34.0 / 135) / 134)))
                .replace("0.0338", Double.toString(Math.sqrt(42.0 / 166 * (1 - 42.0 / 166) / 165)));

        ImportResult read = read("mmlu", run);

        assertThat(rows(read))
                .singleElement()
                .satisfies(row -> assertThat(row.nEval()).hasValue(301));
        assertThat(codes(read)).contains("n_eval_from_standard_error");
    }

    @Test
    void itemsOfATaskComeFromTheCatalogueAtLast() throws IOException {
        ImportResult read = read("arc_easy", replaced(SINGLE, "\"n-samples\"", "\"other\""));

        assertThat(rows(read))
                .singleElement()
                .satisfies(row -> assertThat(row.nEval()).hasValue(2376));
        assertThat(codes(read)).contains("n_eval_from_catalogue");
    }

    @Test
    void aListOfRunsAndRunsOverSeveralLinesAreAllRead() throws IOException {
        String[] runs = text(LINES).strip().split("\n");

        assertThat(rows(read("arc_easy", "[" + String.join(",", runs) + "]"))).hasSize(3);
        assertThat(rows(read("arc_easy", String.join("\n", runs).replace(", ", ",\n"))))
                .hasSize(3);
        assertThat(rows(read("arc_easy", "\uFEFF" + runs[0]))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{run} {}               | document 2",
                "{run} {\"results\": {  | must be valid JSON",
                "{run},                 | other text follows",
                "{run} done             | other text follows",
                "INFO start {run}       | must be valid JSON",
                "{run}{run}             | this one repeats",
            })
    void whatFollowsOrPrecedesARunIsNotLostInSilence(String shape, String said) throws IOException {
        String run = text(LINES).split("\n")[0];

        assertThat(refusal(read("arc_easy", shape.replace("{run}", run)))).contains(said);
    }

    @Test
    void aKeyThatStandsTwiceIsRefusedWhereverItStands() throws IOException {
        assertThat(refusal(read(
                        "arc_easy",
                        replaced(SINGLE, "\"acc,none\": 0.2614,", "\"acc,none\": 0.2614, \"acc,none\": 0.3,"))))
                .contains("acc,none");
        assertThat(refusal(read(
                        "gsm8k", replaced(SHOTS, "\"num_fewshot\": 5,", "\"num_fewshot\": 5, \"num_fewshot\": 0,"))))
                .contains("num_fewshot");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"26.14%\"        | it is no number: \"26.14%\"",
                "\"N/A\"           | it is no number: \"N/A\"",
                "\"0,2614\"        | it is no number: \"0,2614\"",
                "null              | it is no number: null",
                "true              | it is no number: true",
                "{\"value\": 0.26} | it is no number: {\"value\":0.26}",
                "NaN               | it is NaN",
                "26.14             | did you mean 0.2614?",
            })
    void aValueThatIsNotTakenIsListedWithTheReason(String value, String why) throws IOException {
        String run = replaced(SINGLE, "\"acc,none\": 0.2614", "\"acc_norm,none\": 0.27, \"acc,none\": " + value);

        ImportResult read = read("arc_easy", run);

        assertThat(rows(read)).extracting(Observation::metric).containsExactly("acc_norm");
        assertThat(read.mapping().orElseThrow().leftOut())
                .extracting(ImportMapping.LeftOut::what)
                .containsExactly("arc_easy acc,none");
        assertThat(read.mapping().orElseThrow().leftOut().get(0).why()).contains(why);
    }

    @ParameterizedTest
    @CsvSource({
        "acc, true",
        "acc_norm, true",
        "multiple_choice_grade, true",
        "exact_str_match, true",
        "mc1, true",
        "quasi_exact_match, true",
        "pass@1, true",
        "bleu_acc, true",
        "prompt_level_strict_acc, true",
        "mc2, false",
        "balanced_acc, false",
        "balanced_accuracy, false",
        "acc_balanced, false",
        "macro_acc, false",
        "weighted_acc, false",
        "inst_level_strict_acc, false",
        "mcc, false",
        "f1, false",
        "brier_score, false",
        "word_perplexity, false",
        "likelihood_diff, false",
        "normalized_aggregate_score, false"
    })
    void sharesOfItemsAreTakenAndOtherMeansAreNot(String metric, boolean taken) throws IOException {
        String run = text(SINGLE).replace("\"acc,none\"", "\"" + metric + ",none\"");

        assertThat(read("arc_easy", run).accepted()).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"limit\": null | \"limit\": null, \"apply_chat_template\": true | chat_template applied",
                "revision=step1000 | revision=step1000,load_in_8bit=True | quantization load_in_8bit",
                "revision=step1000 | revision=step1000,autogptq=True | quantization autogptq",
                "revision=step1000 | revision=step1000,dtype=int8 | quantization dtype=int8",
                "revision=step1000 | revision=step1000,dtype=float16 | ''",
                "revision=step1000 | revision=step1000,load_in_4bit=False | ''",
                "\"limit\": null | \"limit\": null, \"gen_kwargs\": \"temperature=0.7\" | generation_kwargs temperature=0.7",
                "\"limit\": null | \"limit\": null, \"gen_kwargs\": null | ''",
                "\"git_hash\" | \"fewshot_as_multiturn\": false, \"chat_template\": null, \"git_hash\" | ''",
                "\"git_hash\" | \"system_instruction\": \"Think.\", \"git_hash\" | system_prompt Think.",
            })
    void howAModelWasAskedIsKeptAndMixturesAreWarnedOf(String from, String to, String protocol) throws IOException {
        String plain = text(LINES).split("\n")[0], other = replaced(SINGLE, from, to);

        ImportResult read = read("arc_easy", plain, other);

        assertThat(rows(read)).extracting(Observation::protocol).containsExactly("", protocol == null ? "" : protocol);
        assertThat(codes(read).contains("mixed_protocols")).isEqualTo(protocol != null && !protocol.isEmpty());
    }

    @Test
    void oneCheckpointAskedInTwoWaysIsMeasuredTwice() throws IOException {
        String other = replaced(SINGLE, "\"git_hash\"", "\"system_instruction\": \"Think.\", \"git_hash\"");

        assertThat(rows(read("arc_easy", text(SINGLE), other))).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tern-160m/step1000          | C:\\\\ckpt\\\\tern-160m\\\\step1000 | tern-160m/step1000",
                "tern-160m,step1000          | D:/ckpt/tern-160m/step1000                      | tern-160m@step1000",
                "lr=3e-4/tern-160m           | /data/lr=3e-4/tern-160m                         | lr=3e-4/tern-160m",
                "runs/tern-160m,checkpoint-5 | runs/tern-160m,subfolder=checkpoint-5           | runs/tern-160m@checkpoint-5",
                "runs/tern-160m/c5           | runs/tern-160m,subfolder=c5                     | runs/tern-160m/c5",
                "a/b,r1/c5                   | a/b,revision=r1,subfolder=c5                    | a/b@r1/c5",
                "lab/tern-160m               | ./lab/tern-160m/                                | lab/tern-160m",
                "`a, b/tern`                 | 'a, b/tern',dtype=auto                          | a, b/tern",
            })
    void modelsAreFoundByTheirFolders(String known, String arguments, String checkpoint) throws IOException {
        String model = known.contains(",") && !known.contains(" ") ? known : "\"" + known.replace("`", "") + "\",";
        String run = replaced(SINGLE, "pretrained=lab/tern-160m,revision=step1000", "pretrained=" + arguments);

        ImportResult read = read(
                "arc_easy", "model,revision,params,tokens,loss\n" + model + ",160M,2B,4.02\n", OptionalInt.of(5), run);

        assertThat(rows(read))
                .singleElement()
                .satisfies(row -> assertThat(row.checkpoint().model()).isEqualTo(checkpoint));
    }

    @Test
    void aPatternComputesWhatANameSays() throws IOException {
        String models = """
                model,revision,params,tokens,finetune_examples
                pythia-70m,step{s},70M,s * 2097152,
                ours/pythia-70m/step_{s},,70M,300B,64 * s
                lab/tern-{n},step1000,{n},2B,
                """;
        String few = replaced(SINGLE, "lab/tern-160m,revision=step1000", "EleutherAI/pythia-70m,revision=step512");
        String tuned = replaced(SINGLE, "lab/tern-160m,revision=step1000", "/x/ours/pythia-70m/step_10");

        List<Observation> rows = rows(read("arc_easy", models, OptionalInt.of(5), few, tuned, text(SINGLE)));

        assertThat(rows.get(0).checkpoint().tokens()).hasValue(512 * 2097152.0);
        assertThat(rows.get(1).examples()).isEqualTo(640);
        assertThat(rows.get(2).checkpoint().params()).hasValue(160e6);
    }

    @Test
    void aPatternThatComputesNothingIsNamed() throws IOException {
        String models = "model,params,tokens\nlab/tern-160m@step{s},160M,s * many\n";

        assertThat(refusal(read("arc_easy", models, OptionalInt.of(5), text(SINGLE))))
                .contains("models.csv, row 2", "tokens must be a number");
    }

    @Test
    void theVocabularyOfAModelIsKeptWithItsRowsAndAsksAboutItsLoss() throws IOException {
        String models =
                "model,revision,params,tokens,loss,vocabulary_size\nlab/tern-160m,step1000,160M,2B,11.9,50257\n";

        ImportResult read = read("arc_easy", models, OptionalInt.of(5), text(SINGLE));

        assertThat(rows(read).get(0).notes()).containsEntry("vocabulary_size", "50257");
        assertThat(codes(read)).contains("loss_units");
    }
}
