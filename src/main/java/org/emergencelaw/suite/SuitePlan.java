package org.emergencelaw.suite;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.emergencelaw.forecast.PathChoice;
import org.emergencelaw.forecast.PlannedRun;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.format.Json;

/**
 * One planned run, asked of many tasks.
 *
 * @param evalItems items on which it will be evaluated; absent: those of each task
 * @param level the named level, an accuracy; absent: that of each task
 */
public record SuitePlan(
        OptionalDouble params,
        OptionalDouble tokens,
        OptionalDouble trainFlops,
        OptionalDouble pretrainLossNats,
        OptionalInt evalItems,
        PathChoice path,
        OptionalDouble level) {

    public SuitePlan {
        // what it must be is said by the planned run of any task
        new PlannedRun(
                params,
                tokens,
                trainFlops,
                pretrainLossNats,
                evalItems.orElse(PlannedRun.DEFAULT_EVAL_ITEMS),
                path,
                level);
    }

    /** The run as one task sees it. */
    public PlannedRun of(int usualItems) {
        return new PlannedRun(params, tokens, trainFlops, pretrainLossNats, evalItems.orElse(usualItems), path, level);
    }

    /** The plan in one line, the same for the same plan. */
    public String key() {
        return Json.write(this);
    }

    public static SuitePlan ofKey(String key) {
        return Json.read(key, SuitePlan.class);
    }

    /** {@code 34B and 1.5T tokens}, {@code 7.8 × 10²² FLOPs}. */
    public String words() {
        if (params.isPresent() && tokens.isPresent())
            return DisplayNumbers.count(params) + " and " + DisplayNumbers.count(tokens) + " tokens";
        if (trainFlops.isPresent()) return DisplayNumbers.flops(trainFlops) + " FLOPs";
        return "a pretraining loss of " + DisplayNumbers.decimal3(pretrainLossNats) + " nats";
    }
}
