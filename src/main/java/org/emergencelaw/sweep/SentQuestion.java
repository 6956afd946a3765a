package org.emergencelaw.sweep;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.loss.LossSource;
import org.emergencelaw.format.Json;
import org.emergencelaw.ingest.TaskSettings;
import org.emergencelaw.law.ChinchillaLaw;
import org.emergencelaw.law.ComputePath;
import org.emergencelaw.law.KaplanLaw;
import org.emergencelaw.law.ParamTokenLaw;
import org.emergencelaw.observation.ParamCount;
import org.emergencelaw.suite.SuitePlan;

/** What a sweep asks of each study, as it goes to another process: whole, so that nothing rests on files that lie there. */
public record SentQuestion(
        List<TaskCatalogue.Entry> catalogue,
        TaskSettings tasks,
        SentLosses losses,
        FitOptions options,
        List<SuitePlan> plans,
        boolean backtest) {

    static SentQuestion of(Sweep sweep) {
        StudyAnswers answers = sweep.answers();
        return new SentQuestion(
                answers.catalogue().entries(),
                answers.tasks(),
                SentLosses.of(answers.losses()),
                answers.options(),
                sweep.plans(),
                sweep.backtest());
    }

    private StudyResult result(SweepStudy study) {
        StudyAnswers answers = new StudyAnswers(TaskCatalogue.of(catalogue), tasks, losses.source(), options);
        return answers.swept(study, plans, backtest);
    }

    /** A {@link LossSource}; a law is of one form or the other. */
    public record SentLosses(
            ComputePath path,
            ParamCount paramCount,
            Optional<String> published,
            Optional<ChinchillaLaw> chinchilla,
            Optional<KaplanLaw> kaplan) {

        public static SentLosses of(LossSource source) {
            Optional<ParamTokenLaw> law = source.published().map(LossSource.Published::law);
            return new SentLosses(
                    source.path(),
                    source.paramCount(),
                    source.published().map(LossSource.Published::name),
                    law.filter(ChinchillaLaw.class::isInstance).map(ChinchillaLaw.class::cast),
                    law.filter(KaplanLaw.class::isInstance).map(KaplanLaw.class::cast));
        }

        public LossSource source() {
            Optional<ParamTokenLaw> law =
                    chinchilla.<ParamTokenLaw>map(each -> each).or(() -> kaplan);
            return new LossSource(
                    path,
                    paramCount,
                    published.map(name -> new LossSource.Published(name, law.orElseThrow(), paramCount)));
        }
    }

    /** What an executor does with a study, from text to text. */
    record Answering(String question) implements UnaryOperator<String>, Serializable {

        @Override
        public String apply(String study) {
            return Json.write(Json.read(question, SentQuestion.class).result(Json.read(study, SweepStudy.class)));
        }
    }
}
