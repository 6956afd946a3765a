package org.emergencelaw.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.emergencelaw.format.Json;
import org.emergencelaw.law.AccuracyCurve;
import org.emergencelaw.law.ChinchillaLaw;
import org.emergencelaw.law.ComputeLossLaw;
import org.emergencelaw.law.EmergenceLaw;
import org.emergencelaw.law.EmergenceLawForm;
import org.emergencelaw.law.KaplanLaw;
import org.emergencelaw.law.LogPowerLaw;
import org.emergencelaw.law.LossLaw;
import org.emergencelaw.law.LossLawForm;
import org.emergencelaw.law.PowerLaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A fitted law as JSON and as columns, whatever its form. */
class LawEstimateTest {

    private static final String REST =
            "\"slope\":1.2,\"floor\":0.25,\"few_shot_shift\":0.0,\"standard_errors\":{\"slope\":0.1}}";

    private static LawEstimate of(EmergenceLaw law) {
        return LawEstimate.of(new AccuracyCurve(law, 1.2, 0.25, 0, 5), Map.of("slope", 0.1));
    }

    /** By hand; what clients of the API have read since version 0.1.0. */
    @Test
    void parametersStandBesideTheOtherFields() throws JsonProcessingException {
        assertThat(Json.mapper().writeValueAsString(of(new LogPowerLaw(0.006, 1.8, 1.5))))
                .isEqualTo("{\"name\":\"log_power\",\"k\":0.006,\"alpha\":1.8,\"beta\":null,\"c\":1.5," + REST);
        assertThat(Json.mapper().writeValueAsString(of(new PowerLaw(0.2, 0.1, 1.5))))
                .isEqualTo("{\"name\":\"power\",\"k\":0.2,\"alpha\":null,\"beta\":0.1,\"c\":1.5," + REST);
    }

    @ParameterizedTest
    @EnumSource(EmergenceLawForm.class)
    void everyFormIsReadAsItWasWritten(EmergenceLawForm form) throws JsonProcessingException {
        EmergenceLaw law = form.law(2.3, 0.4, form.priorShape(0, 1.6, 0.9), 5, 1e5);

        String json = Json.mapper().writeValueAsString(of(law));
        LawEstimate read = Json.mapper().readValue(json, LawEstimate.class);

        assertThat(read).isEqualTo(of(law));
        assertThat(read.law()).isEqualTo(law);
        assertThat(read.curve(5)).isEqualTo(new AccuracyCurve(law, 1.2, 0.25, 0, 5));
        assertThat(Json.mapper().readTree(json).properties().stream().map(Map.Entry::getKey))
                .contains("alpha", "beta")
                .containsSubsequence(form.parameterNames());
    }

    /** A fit that was kept before a form was added says nothing of that form's parameter. */
    @Test
    void aParameterOfAnotherFormMayBeMissing() throws JsonProcessingException {
        String json = "{\"name\":\"log_power\",\"k\":0.006,\"alpha\":1.8,\"c\":1.5," + REST;

        assertThat(Json.mapper().readValue(json, LawEstimate.class).law()).isEqualTo(new LogPowerLaw(0.006, 1.8, 1.5));
    }

    @Test
    void aFieldTooManyOrTooFewIsAnError() {
        for (String parameters : List.of(
                "\"k\":0.006,\"c\":1.5,",
                "\"k\":0.006,\"alpha\":null,\"c\":1.5,",
                "\"k\":0.006,\"alpha\":1.8,\"beta\":2,\"c\":1.5,",
                "\"k\":0.006,\"alpha\":1.8,\"c\":1.5,\"magic\":1,",
                "\"k\":0.006,\"alpha\":1.8,\"c\":1.5,\"magic\":null,"))
            assertThatThrownBy(() ->
                            Json.mapper().readValue("{\"name\":\"log_power\"," + parameters + REST, LawEstimate.class))
                    .as(parameters)
                    .hasMessageContaining("parameters of a log_power law must be k, alpha, c, were ");
        assertThatThrownBy(() -> Json.mapper()
                        .readValue("{\"name\":\"power\",\"k\":\"x\",\"beta\":1.8,\"c\":1.5," + REST, LawEstimate.class))
                .isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() ->
                        new LawEstimate(EmergenceLawForm.POWER, Map.of("k", OptionalDouble.of(1)), 1, 0.2, 0, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final List<LossLaw> LOSS_LAWS = List.of(
            new ComputeLossLaw(1.5, 0.9, 0.15, 1e20),
            new ChinchillaLaw(1.69337, 406.401, 0.33917, 410.723, 0.28491),
            new KaplanLaw(8.8e13, 0.076, 5.4e13, 0.095));

    /** A form without an example here has been forgotten. */
    @Test
    void everyLossLawIsMadeAgainOfItsColumns() {
        Set<LossLawForm> forms = new HashSet<>();
        for (LossLaw law : LOSS_LAWS) {
            forms.add(law.form());
            assertThat(law.form().law(law.values())).isEqualTo(law);
            assertThat(law.parameters().keySet())
                    .containsExactlyElementsOf(law.form().parameterNames());
            assertThat(LossLawForm.of(law.form().key())).contains(law.form());
            assertThatThrownBy(() -> law.form().law(1.0)).hasMessageContaining("parameters, were 1");
        }
        assertThat(forms).containsExactlyInAnyOrder(LossLawForm.values());
        assertThat(LossLawForm.of("magic")).isEqualTo(Optional.empty());
        assertThat(Arrays.stream(LossLawForm.values()).filter(form -> !form.overParamsAndTokens()))
                .containsExactly(LossLawForm.COMPUTE);
    }

    @ParameterizedTest
    @EnumSource(EmergenceLawForm.class)
    void everyFormCanBeFitted(EmergenceLawForm form) {
        SimulatedStudy study = SimulatedStudy.of(3);
        FitOptions options = FitOptions.DEFAULT.withLaw(form);

        EmergenceFit.WithDraws fitted =
                UsualStudy.fit(study.task(), study.observations(), options).fitted();

        assertThat(fitted.fit().law().orElseThrow().name()).isEqualTo(form);
        assertThat(fitted.draws()).isNotEmpty();
        assertThat(fitted.draws()).allSatisfy(draw -> {
            assertThat(draw.curve().law().form()).isEqualTo(form);
            assertThat(DrawColumns.draw(DrawColumns.kept(draw), fitted.fit())).isEqualTo(draw);
            assertThat(DrawColumns.draw(DrawColumns.row(draw), fitted.fit())).isEqualTo(draw);
            assertThat(draw.rounded()).isEqualTo(draw);
            assertThat(DrawColumns.row(draw))
                    .hasSameSizeAs(DrawColumns.columns(fitted).toArray());
        });
    }
}
