package org.emergencelaw.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.emergencelaw.ingest.Samples.GOOD;
import static org.emergencelaw.ingest.Samples.HEADER;
import static org.emergencelaw.ingest.Samples.csv;
import static org.emergencelaw.ingest.Samples.export;
import static org.emergencelaw.ingest.Samples.onlyObservation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.spill.RowSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported imports as the same records and exports as the same bytes; what is broken is reported, never thrown. */
class RoundTripTest {

    static Stream<Path> committedObservations() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("data"))) {
            return files
                    .filter(file -> file.getFileName()
                            .toString()
                            .matches("observations\\.csv|replicates\\.csv|study_[0-9]+\\.csv"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static ImportResult read(String text) {
        return ObservationCsv.read(text, ImportRules.any());
    }

    @ParameterizedTest
    @MethodSource("committedObservations")
    void committedDataSurvive(Path file) throws IOException {
        ImportResult first = ObservationCsv.read(new ByteArrayInputStream(Files.readAllBytes(file)), ImportRules.any());
        assertThat(first.errors()).isEmpty();
        assertThat(first.rows()).isEqualTo(Files.readAllLines(file).size() - 1);
        String exported = export(first.observations());

        ImportResult second = read(exported);

        assertThat(second.observations()).isEqualTo(first.observations());
        assertThat(export(second.observations())).isEqualTo(exported);
        StringWriter json = new StringWriter();
        ObservationJson.write(RowSequence.of(first.observations()), json);
        assertThat(ObservationJson.read(json.toString(), ImportRules.any()).observations())
                .isEqualTo(first.observations());
    }

    @Test
    void theExportIsOneFixedForm() {
        ImportResult result = csv(
                HEADER + ",zeta,note,alpha",
                GOOD + ",-0.5,\"say \"\"hi\"\", twice\",x;y",
                GOOD.replace(",1,0.25,1000", ",2,1,") + ",,,");

        assertThat(export(result.observations())).isEqualTo("""
                        task,family,model,params,tokens,train_flops,pretrain_loss_nats,loss_corpus,regime,examples,seed,accuracy,n_eval,split,metric,filter,note,alpha,zeta
                        mmlu,llama,small,1300000000,20000000000,1.56e20,2.45,,few_shot,5,1,0.25,1000,fit,,,"say ""hi"", twice","x;y",-0.5
                        mmlu,llama,small,1300000000,20000000000,1.56e20,2.45,,few_shot,5,2,1,,fit,,,,,
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=1+1 | '=1+1",
                "+cmd | '+cmd",
                "-2+3 | '-2+3",
                "@sum | '@sum",
                "＝1 | '＝1",
                "'=1 | ''=1",
                "''=1 | '''=1",
                "-0.5 | -0.5",
                "'-0.5 | ''-0.5",
                "'tis | 'tis",
                "a=b | a=b",
                "'' | ''",
            })
    void aSpreadsheetRunsNoTextAsFormula(String text, String cell) {
        Observation observation = onlyObservation(ObservationJson.read("""
                [{"task":"t","model":"%1$s","regime":"few_shot","examples":5,"accuracy":0.5,"pretrain_loss_nats":2,
                  "note":"%1$s","x":"%1$s","%1$s":"y"}]""".formatted(text), ImportRules.any()));

        String exported = export(List.of(observation));

        assertThat(exported.lines().toList().get(1)).startsWith("t,," + cell + ",");
        assertThat(exported.lines().toList().get(0)).contains("," + cell);
        assertThat(onlyObservation(read(exported))).isEqualTo(observation);
        assertThat(observation.checkpoint().model()).isEqualTo(text);
    }

    @Test
    void randomTextsAndNumbersSurvive() {
        Random random = new Random(1);
        String alphabet = "ab'\"=+-@,;\t\n\r \u00A0\uFEFFé😀%<>[]{}0";
        for (int i = 0; i < 2_000; i++) {
            String note = text(random, alphabet);
            String model = text(random, alphabet.replaceAll("[\t\n\r]", "")) + "m";
            double accuracy = random.nextInt(4) == 0 ? Math.rint(random.nextDouble()) : random.nextDouble();
            double loss = Math.exp(12 * random.nextDouble() - 6);
            double params = Math.exp(80 * random.nextDouble() - 20);
            String row = "t,\"%s\",few_shot,5,%s,%s,%s,\"%s\"\n"
                    .formatted(model.replace("\"", "\"\""), accuracy, loss, params, note.replace("\"", "\"\""));
            Observation observation =
                    onlyObservation(read("task,model,regime,examples,accuracy,pretrain_loss_nats,params,note\n" + row));

            assertThat(observation.accuracy()).isEqualTo(accuracy);
            assertThat(observation.checkpoint().params()).hasValue(params);
            String exported = export(List.of(observation));
            assertThat(onlyObservation(read(exported))).isEqualTo(observation);
            assertThat(export(read(exported).observations())).isEqualTo(exported);
        }
    }

    private static String text(Random random, String alphabet) {
        int[] characters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) text.appendCodePoint(characters[random.nextInt(characters.length)]);
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void brokenBytesAreReportedAndNeverThrown(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] good = (HEADER + ",note\n" + GOOD + ",\"a, b\"\n" + GOOD.replace(",1,0.25", ",2,0.25") + ",x\r\n")
                .getBytes(StandardCharsets.UTF_8);
        StringWriter json = new StringWriter();
        ObservationJson.write(
                RowSequence.of(ObservationCsv.read(new ByteArrayInputStream(good), ImportRules.any())
                        .observations()),
                json);
        byte[] goodJson = json.toString().getBytes(StandardCharsets.UTF_8);
        int accepted = 0;
        for (int i = 0; i < 2_000; i++) {
            ImportResult csv = ObservationCsv.read(new ByteArrayInputStream(mutated(good, random)), ImportRules.any());
            ImportResult rows =
                    ObservationJson.read(new ByteArrayInputStream(mutated(goodJson, random)), ImportRules.any());
            assertThat(csv.accepted()).isEqualTo(!csv.observations().isEmpty());
            assertThat(rows.accepted()).isEqualTo(!rows.observations().isEmpty());
            if (csv.accepted()) {
                accepted++;
                assertThat(read(export(csv.observations())).observations()).isEqualTo(csv.observations());
            }
            if (rows.accepted())
                assertThat(read(export(rows.observations())).observations()).isEqualTo(rows.observations());
        }
        assertThat(accepted).as("mutants that are still good files").isBetween(50, 1_950);
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "\",;\n\r\t-0'9e.{}[]:".charAt(random.nextInt(17));
                case 2 -> bytes[at] = bytes[random.nextInt(bytes.length)];
                default -> bytes = Arrays.copyOf(bytes, Math.max(1, bytes.length - random.nextInt(5)));
            }
        }
        return bytes;
    }

    @Test
    @Timeout(300)
    void aHundredThousandRowsAreReadInSeconds() {
        StringBuilder text = new StringBuilder(HEADER).append(",pretrain_seed,mix_loss_nats\n");
        for (int i = 0; i < 100_000; i++)
            text.append(GOOD.replace(",5,1,", "," + (i % 7) + "," + i + ","))
                    .append(",0,")
                    .append(5 + i / 1e6)
                    .append('\n');
        // Time of this thread: other work on the machine must not fail the test.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();

        ImportResult result = read(text.toString());

        Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
        assertThat(result.observations()).hasSize(100_000);
        assertThat(took).isLessThan(Duration.ofSeconds(10));
    }
}
