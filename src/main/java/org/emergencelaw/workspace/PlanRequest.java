package org.emergencelaw.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.forecast.PlanTable;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.ingest.table.PlanCsv;
import org.emergencelaw.suite.SuitePlan;

/** A planned run and the accuracy asked for; numbers may be written 7B, 1.4T, 6e21. */
public record PlanRequest(
        Optional<String> params,
        Optional<String> tokens,
        Optional<String> trainFlops,
        Optional<String> pretrainLossNats,
        OptionalInt evalItems,
        Optional<PathChoice> path,
        OptionalDouble level) {

    /** @param usualItems evaluated items where the plan states none */
    public PlannedRun plan(int usualItems) {
        return new PlannedRun(
                NumberText.quantity("params", params),
                NumberText.quantity("tokens", tokens),
                NumberText.quantity("train_flops", trainFlops),
                NumberText.quantity("pretrain_loss_nats", pretrainLossNats),
                evalItems.orElse(usualItems),
                path.orElse(PathChoice.OWN_RATIO),
                level);
    }

    /** The run as it is asked of all tasks of a suite. */
    public SuitePlan ofSuite() {
        return new SuitePlan(
                NumberText.quantity("params", params),
                NumberText.quantity("tokens", tokens),
                NumberText.quantity("train_flops", trainFlops),
                NumberText.quantity("pretrain_loss_nats", pretrainLossNats),
                evalItems,
                path.orElse(PathChoice.OWN_RATIO),
                level);
    }

    /**
     * Several planned runs.
     *
     * @param p probability that the cheapest must reach
     */
    public record Several(List<PlanRequest> plans, OptionalDouble p) {

        /** @param usualItems evaluated items where a plan states none */
        public List<PlanTable.Named> named(int usualItems) {
            if (plans.isEmpty() || plans.size() > PlanCsv.MAX_PLANS)
                throw new IllegalArgumentException(
                        "plans must have 1 to " + PlanCsv.MAX_PLANS + " items, had " + plans.size());
            List<PlanTable.Named> named = new ArrayList<>();
            for (PlanRequest plan : plans)
                named.add(new PlanTable.Named("plan " + (named.size() + 1), plan.plan(usualItems)));
            return named;
        }
    }
}
