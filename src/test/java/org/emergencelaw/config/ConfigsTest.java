package org.emergencelaw.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emergencelaw.law.ChinchillaLaw;
import org.emergencelaw.law.KaplanLaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of {@code configs/}, read as the program reads them. */
class ConfigsTest {

    private static final Path TASKS = Path.of("configs/tasks.yaml");
    private static final Path LOSS_LAWS = Path.of("configs/loss-laws.yaml");
    private static final Path SERVICE = Path.of("configs/service.yaml");

    @TempDir
    Path directory;

    @Test
    void theSettingsAreTheDefaults() throws IOException {
        assertThat(ServiceConfig.read(SERVICE)).isEqualTo(ServiceConfig.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port: 8080           | port: 65536        | port must be from 0 to 65535",
                "port: 8080           | port: many         | port must be a whole number",
                "port: 8080           | prot: 8080         | port is missing",
                "port: 8080           | port: 1\\nprot: 2  | there is no field prot; fields are access_log",
                "max_body_mib: 20     | max_body_mib: 0    | max_body_mib must be from 1 to 1024",
                "host: 127.0.0.1      | host: ''           | host must not be blank",
                "base_path: \"\"        | base_path: law/    | base_path must be empty or like /law",
                "access_log: off      | access_log: some   | access_log must be off, combined, json",
                "log_format: text     | log_format: xml    | log_format must be text, json",
                "request_seconds: 300 | request_seconds: 0 | request_seconds must be from 1 to 86400",
                "max_rows: 1000000    | max_rows: 0        | max_rows must be from 1 to 100000000",
                "database: emergence-law.db | # database   | database is missing",
            })
    void aBadSettingIsAnErrorThatNamesIt(String good, String bad, String said) throws IOException {
        String text = Files.readString(SERVICE);
        assertThat(text).contains(good);
        Path file = Files.writeString(directory.resolve("service.yaml"), text.replace(good, bad.replace("\\n", "\n")));
        assertThatThrownBy(() -> ServiceConfig.read(file)).hasMessageContaining(said);
    }

    @Test
    void everyTaskIsPlausible() throws IOException {
        TaskCatalogue catalogue = TaskCatalogue.read(TASKS);
        Set<String> names = new HashSet<>();
        assertThat(catalogue.entries()).hasSizeGreaterThan(100).allSatisfy(entry -> {
            assertThat(entry.task().name()).matches("[a-z0-9]+(_[a-z0-9]+)*");
            assertThat(names.add(entry.task().name())).isTrue();
            entry.aliases().forEach(alias -> assertThat(names.add(alias)).isTrue());
            assertThat(entry.source()).isNotBlank();
            assertThat(entry.task().metric()).isIn("accuracy", "exact_match", "pass_rate");
            // a choice of at most ten, or the majority class; next to nothing for an answer that must be written
            if (entry.task().metric().equals("accuracy"))
                assertThat(entry.task().trivialAccuracy()).isBetween(0.1, 0.75);
            else assertThat(entry.task().trivialAccuracy()).isBetween(0.0, 0.02);
            assertThat(entry.task().shots()).isBetween(1, 50);
        });
    }

    /** Choices and majority class of the benchmarks that the method was published on. */
    @ParameterizedTest
    @CsvSource({
        "mmlu,0.25,5",
        "hendrycks_test,0.25,5",
        "mmlu_virology,0.25,5",
        "gsm8k,0,5",
        "commonsense_qa,0.2,6",
        "csqa,0.2,6",
        "cola,0.691,5",
        "arc_challenge,0.25,5",
        "hellaswag,0.25,5",
        "piqa,0.5,5",
        "winogrande,0.5,5",
        "boolq,0.622,5",
        "arithmetic_3da,0,50"
    })
    void knownTasksHaveKnownNumbers(String name, double trivial, int shots) throws IOException {
        TaskCatalogue.Entry entry = TaskCatalogue.read(TASKS).find(name).orElseThrow();
        assertThat(entry.task().trivialAccuracy()).isCloseTo(trivial, within(5e-4));
        assertThat(entry.task().shots()).isEqualTo(shots);
    }

    @Test
    void aNameMayStandOnce() throws IOException {
        String twice = Files.readString(TASKS)
                + "\n  - {name: csqa, metric: accuracy, trivial_accuracy: 0.2, shots: 5, source: x}\n";
        Path file = Files.writeString(directory.resolve("tasks.yaml"), twice);
        assertThatThrownBy(() -> TaskCatalogue.read(file)).hasMessageContaining("two entries named csqa");
    }

    /** Tokens per parameter at 5.76e23 FLOPs; rounding the constants moves the optimum from 59 to 93. */
    @ParameterizedTest
    @CsvSource({"hoffmann_2022_printed,93", "hoffmann_2022_tex,59", "besiroglu_2024,18"})
    void publishedConstantsGiveTheKnownOptimum(String name, double tokensPerParam) throws IOException {
        ChinchillaLaw law = (ChinchillaLaw)
                PublishedLossLaws.read(LOSS_LAWS).find(name).orElseThrow().law();
        double flops = 5.76e23;
        // N = (alpha a / (beta b))^(1/(alpha+beta)) (C/6)^(beta/(alpha+beta))
        double sum = law.alpha() + law.beta();
        double best = Math.pow(law.alpha() * law.a() / (law.beta() * law.b()), 1 / sum)
                * Math.pow(flops / 6, law.beta() / sum);
        assertThat(flops / 6 / best / best).isCloseTo(tokensPerParam, within(0.5));
        // it is the minimum along C = 6 N T
        double least = law.lossNats(best, flops / 6 / best);
        for (double other : new double[] {0.9 * best, 1.1 * best})
            assertThat(law.lossNats(other, flops / 6 / other)).isGreaterThan(least);
    }

    /** Chinchilla itself: 70B parameters, 1.4T tokens. Computed by hand from the printed constants. */
    @Test
    void lossesAreThePublishedOnes() throws IOException {
        PublishedLossLaws laws = PublishedLossLaws.read(LOSS_LAWS);
        assertThat(laws.find("hoffmann_2022_printed").orElseThrow().law().lossNats(70e9, 1.4e12))
                .isCloseTo(1.69 + 406.4 / Math.pow(70e9, 0.34) + 410.7 / Math.pow(1.4e12, 0.28), within(1e-12));
        KaplanLaw kaplan = (KaplanLaw) laws.find("kaplan_2020").orElseThrow().law();
        // with tokens without end it is (Nc / N)^alphaN
        assertThat(kaplan.lossNats(1.5e9, 1e30)).isCloseTo(Math.pow(8.8e13 / 1.5e9, 0.076), within(1e-9));
        assertThat(kaplan.lossNats(1e30, 22e9)).isCloseTo(Math.pow(5.4e13 / 22e9, 0.095), within(1e-9));
        assertThat(laws.find("besiroglu_2024").orElseThrow().standardErrors()).containsEntry("b", 1293.23);
        assertThat(laws.entries()).hasSize(5).allSatisfy(entry -> {
            assertThat(entry.law().lossNats(7e9, 1e12)).isBetween(1.7, 2.5);
            assertThat(entry.source()).contains("arXiv");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "form: kaplan        | form: cubic         | must be chinchilla or kaplan",
                "alpha_d: 0.095      | alpha: 0.095        | must be n_c, alpha_n, d_c, alpha_d",
                "n_c: 8.8e+13        | n_c: -1             | n_c must be positive",
                "counts: embedding   | counts: some        | embedding or non_embedding",
                "name: kaplan_2020_joint | name: kaplan_2020 | two loss laws named kaplan_2020",
            })
    void aBadLossLawIsAnErrorThatNamesIt(String good, String bad, String said) throws IOException {
        String text = Files.readString(LOSS_LAWS);
        assertThat(text).contains(good);
        Path file = Files.writeString(directory.resolve("laws.yaml"), text.replace(good, bad));
        assertThatThrownBy(() -> PublishedLossLaws.read(file)).hasMessageContaining(said);
    }

    @Test
    void theEnvironmentOverridesTheFileAndHasNoOtherNames() {
        ServiceConfig settings = ServiceConfig.DEFAULT.with(Map.of(
                "EMERGENCE_LAW_PORT", "99",
                "EMERGENCE_LAW_HOSTS", "a.example, b.example",
                "EMERGENCE_LAW_HEAP", "1g",
                "HOME", "/root"));
        assertThat(settings.port()).isEqualTo(99);
        assertThat(settings.names()).containsExactly("a.example", "b.example");
        assertThat(settings.host()).isEqualTo(ServiceConfig.DEFAULT.host());
        assertThatThrownBy(() -> ServiceConfig.DEFAULT.with(Map.of("EMERGENCE_LAW_PROT", "1")))
                .hasMessageContaining("the environment has EMERGENCE_LAW_PROT, which is no setting");
        assertThatThrownBy(() -> ServiceConfig.DEFAULT.with(Map.of("EMERGENCE_LAW_PORT", "http")))
                .hasMessageContaining("EMERGENCE_LAW_PORT must be a whole number, was http");
        Map<String, String> words = Map.of(
                "EMERGENCE_LAW_BASE_PATH", "/law",
                "EMERGENCE_LAW_ACCESS_LOG", "combined",
                "EMERGENCE_LAW_LOG_FORMAT", "json",
                "EMERGENCE_LAW_EMBED_ORIGINS", "https://blog.example.org");
        assertThatThrownBy(() -> ServiceConfig.DEFAULT.with(Map.of("EMERGENCE_LAW_EMBED_ORIGINS", "blog.example.org")))
                .hasMessageContaining("embed_origins must be like https://blog.example.org");
        for (String variable : ServiceConfig.variables())
            assertThat(ServiceConfig.DEFAULT.with(Map.of(variable, words.getOrDefault(variable, "7"))))
                    .as(variable + " is heeded")
                    .isNotEqualTo(ServiceConfig.DEFAULT);
    }

    @Test
    void everySettingStandsInTheGuideWithItsVariable() throws Exception {
        String guide = Files.readString(Path.of("src/docs/operation.md"));
        List<String> documented = guide.lines()
                .filter(line -> line.matches("\\| `[a-z_]+` \\|.*"))
                .map(line -> line.replaceAll("\\| `([a-z_]+)` \\|.*", "$1"))
                .filter(key -> guide.contains("`EMERGENCE_LAW_" + key.toUpperCase(java.util.Locale.ROOT) + "`"))
                .toList();
        assertThat(documented.stream().map(key -> "EMERGENCE_LAW_" + key.toUpperCase(java.util.Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(ServiceConfig.variables());
    }
}
