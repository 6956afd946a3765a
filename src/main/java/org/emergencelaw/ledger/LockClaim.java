package org.emergencelaw.ledger;

import java.util.ArrayList;
import java.util.List;
import org.emergencelaw.forecast.Forecast;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Task;

/** What a lock claims, in one sentence that will be true or false. */
record LockClaim(Task task, LockTerms terms, Forecast.Planned planned) {

    String text() {
        ResolutionRule rule = terms.rule();
        String evaluated = runInWords() + ", evaluated " + task.shots() + "-shot on at least "
                + DisplayNumbers.plural(rule.evalItems(), "item") + " of " + task.name();
        if (rule.claims() == ClaimedEvent.LEVEL)
            return evaluated + ", reaches an accuracy of "
                    + DisplayNumbers.exact(rule.namedLevel().getAsDouble()) + ", by " + rule.deadline() + ".";
        String effect = rule.minimumEffect() > 0
                ? " and by at least " + DisplayNumbers.exact(rule.minimumEffect()) + " in accuracy"
                : "";
        return evaluated + ", exceeds its trivial accuracy " + DisplayNumbers.exact(task.trivialAccuracy()) + " by a "
                + ResolutionRule.TEST + " at level " + DisplayNumbers.exact(rule.level()) + effect + ", by "
                + rule.deadline() + ".";
    }

    private String runInWords() {
        List<String> facts = new ArrayList<>();
        planned.params().ifPresent(n -> facts.add(DisplayNumbers.count(n) + " parameters"));
        planned.tokens().ifPresent(t -> facts.add(DisplayNumbers.count(t) + " tokens"));
        planned.trainFlops().ifPresent(c -> facts.add(DisplayNumbers.flops(c) + " FLOPs"));
        if (facts.isEmpty())
            facts.add("loss "
                    + DisplayNumbers.decimal3(
                            planned.pretrainLossNats().orElseThrow().median())
                    + " nats");
        return "The planned run" + terms.model().map(name -> " " + name).orElse("") + " (" + String.join(", ", facts)
                + ")";
    }
}
