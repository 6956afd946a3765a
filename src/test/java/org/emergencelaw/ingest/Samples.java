package org.emergencelaw.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.table.Columns;
import org.emergencelaw.ingest.table.ImportResult;
import org.emergencelaw.ingest.table.ImportRules;
import org.emergencelaw.ingest.table.ObservationCsv;
import org.emergencelaw.observation.Observation;

/** Small inputs for the tests of this package. */
public final class Samples {

    public static final String HEADER =
            "task,family,model,params,tokens,train_flops,pretrain_loss_nats,regime,examples,seed,accuracy,n_eval,split";

    public static final String GOOD = "mmlu,llama,small,1.3B,20e9,1.56e20,2.45,few_shot,5,1,0.25,1000,fit";

    private Samples() {}

    public static ImportResult csv(String... lines) {
        return ObservationCsv.read(String.join("\n", lines) + "\n", ImportRules.any());
    }

    /** Two rows below the header, a good one and the good one with another cell and seed; the second is line 3. */
    public static ImportResult withCell(String column, String cell) {
        List<String> names = List.of(HEADER.split(","));
        String[] cells = GOOD.split(",");
        cells[names.indexOf("seed")] = "2";
        cells[names.indexOf(column)] = '"' + cell.replace("\"", "\"\"") + '"';
        return csv(HEADER, GOOD, String.join(",", cells));
    }

    public static RowError onlyError(ImportResult result) {
        assertThat(result.errors()).hasSize(1);
        assertThat(result.observations()).isEmpty();
        assertThat(result.accepted()).isFalse();
        return result.errors().get(0);
    }

    public static Observation onlyObservation(ImportResult result) {
        assertThat(result.errors()).isEmpty();
        assertThat(result.observations()).hasSize(1);
        return result.observations().get(0);
    }

    public static String export(List<Observation> observations) {
        return ObservationCsv.text(observations);
    }

    /** A cell of each column of the contract, each with another value, and none that a missing cell would mean. */
    public static Map<String, String> everyCell(String task, String family) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (String column : Columns.CONTRACT) cells.put(column, Integer.toString(cells.size() + 11));
        cells.put("task", task);
        cells.put("family", family);
        cells.put("regime", "finetuned");
        cells.put("accuracy", "0.5");
        cells.put("split", "held_out");
        return cells;
    }

    /** Any task and family, but so many rows. */
    public static ImportRules atMost(int rows) {
        return ImportRules.any().withMaxRows(rows);
    }
}
