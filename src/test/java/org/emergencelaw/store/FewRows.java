package org.emergencelaw.store;

import java.util.List;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;

/** Observations with every column filled, with none filled that may be absent, and with notes. */
final class FewRows {

    private static final String CSV =
            "task,family,model,params,tokens,train_flops,pretrain_loss_nats,loss_corpus,regime,"
                    + "examples,seed,accuracy,n_eval,split,metric,filter,note,brier,odd column\n"
                    + "t,f,m1,1000000000,2e10,1.2e20,2.345678901234567,c4,few_shot,5,3,0.1,1000,fit,accuracy,strict,a note,0.7,\"x, y\"\n"
                    + "t,f,m2,,,,2.1,,finetuned,64,-1,0.30000000000000004,,fit,,,,,\n"
                    + "t,f,m3,,,3e21,1.9,c4,few_shot,5,0,1,7,held_out,accuracy,,,,\n";

    private FewRows() {}

    static List<Observation> few(int count) {
        return ObservationCsv.read(CSV, ImportRules.any()).observations().subList(0, count);
    }
}
