package org.emergencelaw.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.fit.FitOptions.Method;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.law.ChinchillaLaw;
import org.emergencelaw.law.RunSize;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.ComputeConvention;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.ParamCount;
import org.emergencelaw.observation.Rows;
import org.emergencelaw.observation.Task;
import org.junit.jupiter.api.Test;

class StudyRowsTest {

    private static final Task TASK = new Task("synthetic_four_choice", "accuracy", 0.25, 5);
    private static final List<Observation> MEASURED = TidyCsv.read("data/synthetic/observations.csv");
    private static final List<Observation> UNMEASURED = MEASURED.stream()
            .map(row -> row.withCheckpoint(withoutLoss(row.checkpoint())))
            .toList();
    private static final ChinchillaLaw LAW = new ChinchillaLaw(1.8172, 482.01, 0.3478, 2085.43, 0.3658);
    private static final LossSource PUBLISHED = LossSource.of(
            new ComputeConvention(12, ParamCount.EMBEDDING, Optional.of("published")),
            Optional.of(new LossSource.Published("published", LAW, ParamCount.EMBEDDING)));

    private static Checkpoint withoutLoss(Checkpoint c) {
        OptionalDouble none = OptionalDouble.empty();
        return c.toBuilder().trainFlops(none).pretrainLossNats(none).build();
    }

    @Test
    void thePublishedLawStandsInForAStudyWithoutLosses() {
        StudyRows study = StudyRows.of(TASK, UNMEASURED, PUBLISHED, "digest");

        assertThat(study.borrowed()).isTrue();
        assertThat(study.lossLaw()).hasValue(LAW);
        assertThat(study.rows().inputSha256()).isEqualTo("digest");
        for (Observation row : study.rows()) {
            Checkpoint c = row.checkpoint();
            double flops = 12 * c.params().getAsDouble() * c.tokens().getAsDouble();
            assertThat(study.rows().computeOf(c)).hasValue(flops);
            assertThat(c.pretrainLossNats())
                    .hasValue(LAW.lossNats(
                            new RunSize(c.params().getAsDouble(), c.tokens().getAsDouble(), flops)));
        }
        assertThat(LossLawSample.of(study, 3, 1).orElseThrow().draws())
                .hasSize(3)
                .allMatch(draw -> draw.law().equals(LAW) && draw.noiseNats() == 0);
    }

    /** Completed rows have losses, which must not look measured to the next fit of a part of them. */
    @Test
    void aPartOfABorrowingStudyBorrows() {
        StudyRows part = StudyRows.of(TASK, UNMEASURED, PUBLISHED, "digest").visible();
        FittedStudy fitted = EmergenceFitter.fit(part, FitOptions.DEFAULT.withMethod(Method.MLE));

        assertThat(fitted.fit().warnings()).extracting("code").contains("published_loss_law");
        assertThat(fitted.fit().lossLaw().orElseThrow().published()).hasValue("published");
    }

    @Test
    void oneMeasuredLossIsEnoughForTheFamilysOwn() {
        List<Observation> mixed = new ArrayList<>(UNMEASURED);
        mixed.set(0, MEASURED.get(0));
        StudyRows study = StudyRows.of(TASK, mixed, PUBLISHED, "digest");

        assertThat(study.borrowed()).isFalse();
        assertThat(study.rows().list()).isEqualTo(mixed);
        assertThat(study.rows().withLoss()).hasSize(1);
    }

    @Test
    void whatContradictsItselfIsRefused() {
        Rows rows = new Rows(MEASURED, 6, "");
        assertThatThrownBy(() -> new StudyRows(TASK, rows, PUBLISHED, false))
                .hasMessage("flops_per_param_token of rows must be that of the study, 12.0, was 6.0");
        assertThatThrownBy(() -> new StudyRows(TASK, rows, LossSource.DEFAULT, true))
                .hasMessageContaining("none is named");
        FittedStudy fitted = UsualStudy.fit(TASK, List.of(), FitOptions.DEFAULT);
        StudyRows other = UsualStudy.of(new Task("other", "accuracy", 0.25, 5), List.of());
        assertThatThrownBy(() -> new FittedStudy(other, FitOptions.DEFAULT, fitted.fitted()))
                .hasMessage("task of the fit must be that of the rows, other, was synthetic_four_choice");
    }
}
