package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Forecasts of the synthetic study that can be locked, and results of their runs. */
final class LedgerSite {

    static final String STUDY = "/api/v1/studies/synthetic";
    static final String DEADLINE = "2027-06-01T00:00:00Z";
    static final String TERMS =
            "{\"deadline\": \"" + DEADLINE + "\", \"seen\": \"nothing_run\", \"assumptions\": \"same data mix\"}";

    private LedgerSite() {}

    /** Makes the study with a fit of its rows, and returns the path of the fit. */
    static String fit(RunningService service) throws Exception {
        service.postJson(
                "/api/v1/studies",
                "{\"id\": \"synthetic\", \"name\": \"n\", \"task\": \"synthetic_four_choice\","
                        + " \"trivial_accuracy\": 0.25, \"shots\": 5, \"family\": \"synthetic\"}");
        service.postCsv(STUDY + "/observations", Files.readString(Path.of("data/synthetic/observations.csv")));
        RunningService.Answer fit = service.postJson(STUDY + "/fits", "{\"method\": \"mle\"}");
        assertThat(fit.status()).as(fit.body()).isEqualTo(201);
        return fit.header("Location");
    }

    /** A draft of 50B parameters on 1.6T tokens, 4.8e23 FLOPs, 1000 items; returns its path. */
    static String draft(RunningService service, String fit) {
        RunningService.Answer made = service.postJson(
                fit + "/forecasts", "{\"params\": \"50B\", \"tokens\": \"1.6T\", \"eval_items\": 1000}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.header("Location");
    }

    static RunningService.Answer lock(RunningService service, String draft, String... headers) {
        return service.postJson(draft + "/lock", TERMS, headers);
    }

    /** One few-shot row of the planned run. */
    static String results(double accuracy, int items) {
        return results("sim-50b", "1.6T", accuracy, items);
    }

    static String results(String model, String tokens, double accuracy, int items) {
        return "task,model,params,tokens,regime,examples,accuracy,n_eval,pretrain_loss_nats\n"
                + "synthetic_four_choice," + model + ",50B," + tokens + ",few_shot,5," + accuracy + "," + items
                + ",1.8\n";
    }

    static String id(String draft) {
        return draft.substring(draft.lastIndexOf('/') + 1);
    }
}
