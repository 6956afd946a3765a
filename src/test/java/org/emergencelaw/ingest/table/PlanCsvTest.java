package org.emergencelaw.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.emergencelaw.format.CsvWriter;
import org.junit.jupiter.api.Test;

class PlanCsvTest {

    @Test
    void rowsAndGrids() {
        var plans = PlanCsv.read("name,params,tokens\na,7B,1T\n,13B|34B,1T|2T\n");

        assertThat(plans).hasSize(5);
        assertThat(plans.get(0).quantity("params")).hasValue(7e9);
        assertThat(plans.get(0).text("name")).hasValue("a");
        assertThat(plans.subList(1, 5))
                .extracting(plan -> plan.quantity("params").getAsDouble() / 1e9 + " "
                        + plan.quantity("tokens").getAsDouble() / 1e12)
                .containsExactlyInAnyOrder("13.0 1.0", "34.0 1.0", "13.0 2.0", "34.0 2.0");
        assertThat(plans.get(1).text("name")).isEmpty();
    }

    @Test
    void semicolonsTabsAndAByteOrderMark() {
        assertThat(PlanCsv.read("\uFEFFparams;tokens\n1B;2T")).hasSize(1);
        assertThat(PlanCsv.read("params\ttokens\r\n1B\t2T\r\n")).hasSize(1);
    }

    @Test
    void everyFaultyLineIsNamed() {
        assertThatThrownBy(() -> PlanCsv.read("params,size\n1B,2\nx,1\n1,2,3\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 1: a column must be one of name, params,")
                .hasMessageContaining("was \"size\"")
                .hasMessageContaining("line 3: params must be a number")
                .hasMessageContaining("line 4: a row must have 2 cells like the header, has 3");
    }

    @Test
    void nothingToReadAndTooMuch() {
        assertThatThrownBy(() -> PlanCsv.read("")).hasMessageStartingWith("plans must have a header line");
        assertThatThrownBy(() -> PlanCsv.read("params,tokens\n")).hasMessageStartingWith("plans must have a header");
        String many = "1|2|3|4|5|6|7|8|9|10|11|12|13";
        assertThatThrownBy(() -> PlanCsv.read("params,tokens,eval_items\n" + many + "," + many + "," + many))
                .hasMessageContaining("there must be at most 2000 plans");
    }

    @Test
    void aNameIsNoFormula() {
        assertThat(CsvWriter.cell("=1+1")).isEqualTo("'=1+1");
        assertThat(CsvWriter.cell("a,\"b\"")).isEqualTo("\"a,\"\"b\"\"\"");
    }
}
