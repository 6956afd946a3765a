package org.emergencelaw.ingest.table;

import java.util.Set;

/** What people write where the contract has one of two words. */
final class Words {

    private static final Set<String> FEW_SHOT =
            Set.of("fewshot", "fewshots", "shots", "kshot", "nshot", "zeroshot", "oneshot", "icl", "incontext");
    private static final Set<String> FINETUNED =
            Set.of("finetuned", "finetune", "finetuning", "ft", "sft", "lora", "tuned");
    private static final Set<String> FIT = Set.of("fit", "train", "training", "insample");
    private static final Set<String> HELD_OUT =
            Set.of("heldout", "holdout", "test", "val", "valid", "validation", "eval", "hidden", "outofsample");

    private Words() {}

    static String regimeHint(String cell) {
        String bare = Columns.bare(cell).replaceFirst("^[0-9]+(?=shot)", "k");
        return hint(bare.replaceFirst("^kshots$", "kshot"), FEW_SHOT, "few_shot", FINETUNED, "finetuned");
    }

    static String splitHint(String cell) {
        return hint(Columns.bare(cell), FIT, "fit", HELD_OUT, "held_out");
    }

    private static String hint(String bare, Set<String> ones, String one, Set<String> others, String other) {
        if (ones.contains(bare)) return "did you mean " + one + "?";
        if (others.contains(bare)) return "did you mean " + other + "?";
        return "write " + one + " or " + other;
    }
}
