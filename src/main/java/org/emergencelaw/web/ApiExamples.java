package org.emergencelaw.web;

/** Bodies of requests as a program sends them; a test sends each to its address. */
final class ApiExamples {

    static final String SUITE = """
            {"id": "ours", "name": "All tasks of our models", "family": "ours"}""";

    static final String SUITE_ROWS = """
            task,family,model,params,tokens,pretrain_loss_nats,regime,examples,accuracy,n_eval,trivial_accuracy
            sums,ours,100M,100M,2B,3.10,few_shot,5,0.251,1000,0.25
            sums,ours,300M,300M,6B,2.80,few_shot,5,0.249,1000,0.25
            sums,ours,1B,1B,20B,2.55,few_shot,5,0.262,1000,0.25
            sums,ours,2B,2B,40B,2.40,few_shot,5,0.301,1000,0.25
            """;

    static final String SUITE_JSON_ROWS = """
            [{"task": "names", "family": "ours", "model": "1B", "params": "1B", "tokens": "20B", "pretrain_loss_nats": 2.55,
              "regime": "few_shot", "examples": 5, "accuracy": 0.12, "n_eval": 1000, "trivial_accuracy": "0"}]""";

    static final String WATCH = """
            {"task": "sums", "threshold": 0.2, "plan": {"params": "13B", "tokens": "260B"}}""";

    static final String SUITE_LOCK = """
            {"plan": {"params": "13B", "tokens": "260B"},
             "terms": {"deadline": "2027-06-30T23:59:59Z", "seen": "nothing_run", "assumptions": "the same data mix"}}""";

    static final String SUITE_RESULTS = """
            task,family,model,params,tokens,pretrain_loss_nats,regime,examples,accuracy,n_eval
            sums,ours,13B,13B,260B,2.05,few_shot,5,0.55,1000
            """;

    static final String STUDY = """
            {"id": "arithmetic", "name": "Arithmetic", "task": "arithmetic", "trivial_accuracy": 0.25, "shots": 5, "family": "ours"}""";

    static final String CHANGE = """
            {"name": "Arithmetic of our models"}""";

    static final String ROWS = """
            task,family,model,params,tokens,pretrain_loss_nats,regime,examples,accuracy,n_eval
            arithmetic,ours,100M,100M,2B,3.10,few_shot,5,0.251,1000
            arithmetic,ours,300M,300M,6B,2.80,few_shot,5,0.249,1000
            arithmetic,ours,1B,1B,20B,2.55,few_shot,5,0.262,1000
            arithmetic,ours,2B,2B,40B,2.40,few_shot,5,0.301,1000
            """;

    static final String JSON_ROWS = """
            [{"task": "arithmetic", "family": "ours", "model": "4B", "params": "4B", "tokens": "80B", "pretrain_loss_nats": 2.27,
              "regime": "few_shot", "examples": 5, "accuracy": 0.372, "n_eval": 1000, "split": "held_out"}]""";

    static final String EXCLUSION = """
            {"model": "100M", "reason": "trained with another tokenizer"}""";

    static final String MODELS = """
            model,revision,family,params,tokens,pretrain_loss_nats,loss_corpus
            ours/1B,,ours,1B,20B,2.55,
            """;

    static final String FIT = """
            {"law": "log_power", "method": "mle", "seed": 1}""";

    static final String PLAN = """
            {"params": "13B", "tokens": "260B"}""";

    static final String PLANS = """
            {"plans": [{"params": "7B", "tokens": "140B"}, {"params": "13B", "tokens": "260B"}], "p": 0.8}""";

    static final String PLAN_ROWS = """
            name,params,tokens
            small,7B,140B
            large,13B,260B
            """;

    static final String ONE_SHOT = """
            {"task": "arithmetic", "trivial_accuracy": 0.25, "shots": 5,
             "rows": [
               {"task": "arithmetic", "family": "ours", "model": "300M", "params": "300M", "tokens": "6B", "regime": "few_shot",
                "examples": 5, "accuracy": 0.249, "n_eval": 1000},
               {"task": "arithmetic", "family": "ours", "model": "1B", "params": "1B", "tokens": "20B", "regime": "few_shot",
                "examples": 5, "accuracy": 0.262, "n_eval": 1000},
               {"task": "arithmetic", "family": "ours", "model": "2B", "params": "2B", "tokens": "40B", "regime": "few_shot",
                "examples": 5, "accuracy": 0.301, "n_eval": 1000}],
             "plan": {"params": "13B", "tokens": "260B"}}""";

    static final String LOCK = """
            {"deadline": "2027-06-30T23:59:59Z", "seen": "nothing_run", "assumptions": "the same data mixture"}""";

    static final String RESULTS = """
            task,family,model,params,tokens,pretrain_loss_nats,regime,examples,accuracy,n_eval
            arithmetic,ours,13B,13B,260B,2.05,few_shot,5,0.61,1000
            """;

    static final String REASON = """
            {"reason": "the run was cancelled"}""";

    static final String DESIGN = """
            {"params": "3B", "finetunes": 12, "train_flops": "1e23", "worlds": 2}""";

    static final String ANNOTATION = """
            {"remark": "made before the data mix was changed", "archived": true}""";

    static final String NOTE = """
            {"note": "trained on the second cluster"}""";

    static final String VISIBILITY = """
            {"listed": false}""";

    static final String BACKTEST = """
            {"seed": 1}""";

    static final String SERIES = """
            task,metric,family,scale,value
            arithmetic,exact_match,ours,1e20,0.01
            arithmetic,exact_match,ours,1e21,0.02
            arithmetic,exact_match,ours,1e22,0.40
            """;

    private ApiExamples() {}
}
