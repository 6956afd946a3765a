package org.emergencelaw.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.TaskSettings;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.suite.SuitePlan;
import org.emergencelaw.web.SuiteRows;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an executor is sent gives what this process would have said. */
class SentQuestionTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "besiroglu_2024", "kaplan_2020"})
    void anAnswerFromTextIsTheAnswerHere(String law) throws Exception {
        String csv = SuiteRows.of(List.of("mmlu_virology", "unknown"), 5);
        if (!law.isEmpty()) csv = csv.replaceAll("(?m)^((?:[^,]*,){5})[0-9.]+,", "$1,");
        List<SweepStudy> studies = SweepStudy.of(
                "rows.csv", ObservationCsv.read(csv, ImportRules.any()).observations());
        Sweep sweep = new Sweep(answers(law), ImportRules.any(), List.of(plan()), false, Sweep.Format.CSV);
        UnaryOperator<String> sent = sent(new SentQuestion.Answering(Json.write(SentQuestion.of(sweep))));

        for (SweepStudy study : studies)
            assertThat(sent.apply(Json.write(study)))
                    .isEqualTo(Json.write(sweep.answers().swept(study, sweep.plans(), false)));
        assertThat(sweep.answers().swept(studies.get(0), sweep.plans(), false).lines(StudyAnswers.FORECASTS))
                .hasSize(1);
        assertThat(sweep.answers().swept(studies.get(1), sweep.plans(), false).fault())
                .isPresent();
    }

    private static StudyAnswers answers(String law) throws Exception {
        Optional<LossSource.Published> published = Optional.of(law)
                .filter(name -> !name.isEmpty())
                .map(PublishedLossLaws.usual(Path.of("configs", "loss-laws.yaml"))::require)
                .map(found -> new LossSource.Published(found.name(), found.law(), found.paramCount()));
        ComputeConvention convention = new ComputeConvention(
                6,
                published.map(LossSource.Published::paramCount).orElse(ComputeConvention.DEFAULT.paramCount()),
                Optional.empty());
        return new StudyAnswers(
                TaskCatalogue.read(Path.of("configs", "tasks.yaml")),
                TaskSettings.NONE,
                LossSource.of(convention, published),
                FitOptions.DEFAULT.withSeed(7));
    }

    private static SuitePlan plan() {
        OptionalDouble none = OptionalDouble.empty();
        return new SuitePlan(
                OptionalDouble.of(6.4e9),
                OptionalDouble.of(1.28e11),
                none,
                none,
                OptionalInt.of(500),
                PathChoice.OWN_RATIO,
                OptionalDouble.of(0.6));
    }

    /** As it arrives in another process. */
    @SuppressWarnings("unchecked")
    private static UnaryOperator<String> sent(UnaryOperator<String> work) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(work);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (UnaryOperator<String>) in.readObject();
        }
    }
}
