package org.emergencelaw.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.emergencelaw.format.RowError;
import org.emergencelaw.metric.MetaAnalysis;
import org.emergencelaw.metric.MetaAnalysis.MetricSeries;
import org.junit.jupiter.api.Test;

class SeriesCsvTest {

    private static SeriesCsv.Read read(String csv) throws IOException {
        return SeriesCsv.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> faults(String csv) throws IOException {
        SeriesCsv.Read read = read(csv);
        assertThat(read.series()).isEmpty();
        return read.refusal().errors().stream().map(RowError::message).toList();
    }

    @Test
    void rowsOfAnyOrderMakeSeriesByScale() throws IOException {
        List<MetricSeries> series = read("\uFEFFvalue;scale;metric;task;family;other\r\n"
                        + "0.5;7B;exact_match;add;ours;x\r\n0.1;1e9;exact_match;add;ours;y\r\n"
                        + "4.5;1e9;token_edit_distance;add;ours;z\r\n")
                .series();

        assertThat(series).hasSize(2);
        assertThat(series.get(0).scale()).containsExactly(1e9, 7e9);
        assertThat(series.get(0).values()).containsExactly(0.1, 0.5);
        assertThat(series.get(0).higherIsBetter()).isTrue();
        assertThat(series.get(1).higherIsBetter()).isFalse();
    }

    @Test
    void theDirectionMayBeStated() throws IOException {
        String header = "task,metric,family,scale,value,higher_is_better\n";

        assertThat(read(header + "t,perplexity,f,1,9,false\nt,perplexity,f,2,8,false\n")
                        .series()
                        .get(0)
                        .higherIsBetter())
                .isFalse();
        assertThat(faults(header + "t,perplexity,f,1,9,false\nt,perplexity,f,2,8,true\nt,m,f,1,9,no\n"))
                .containsExactly(
                        "line 3: higher_is_better must be the same in all rows of a series, was \"true\"",
                        "line 4: higher_is_better must be true or false, or empty, was \"no\"");
    }

    @Test
    void everyFaultyRowIsNamedAtOnce() throws IOException {
        assertThat(faults("task,metric,family,scale,value\n"
                        + "t,m,f,1,0.5\n,m,f,2,0.5\nt,m,f,big,0.5\nt,m,f,2,NaN\nt,m,f,3\nt,m,f,1,0.6\n"))
                .hasSize(5)
                .anySatisfy(fault -> assertThat(fault).startsWith("line 3: task must not be empty"))
                .anySatisfy(fault -> assertThat(fault).startsWith("line 4: scale must be a number, was \"big\""))
                .anySatisfy(fault -> assertThat(fault).startsWith("line 5: value must be a number, was \"NaN\""))
                .anySatisfy(fault -> assertThat(fault).startsWith("line 6: a row must have 5 cells"))
                .anySatisfy(fault -> assertThat(fault).contains("line 7", "this one repeats line 2"));
    }

    @Test
    void aTableWithoutItsColumnsOrRowsIsRefused() throws IOException {
        assertThat(faults("task,metric,scale,value\nt,m,1,2\n"))
                .singleElement()
                .satisfies(fault -> assertThat(fault).startsWith("line 1: column family is required"));
        assertThat(faults("task,metric,family,scale,value\n"))
                .singleElement()
                .satisfies(fault -> assertThat(fault).contains("at least one row"));
        assertThat(faults("")).isNotEmpty();
    }

    /** By hand: exact match 0 0 0 0.6 is unbounded; edit distance 4 3 2 1 scores 3; 0.2 0.21 0.2 0.9 scores 0.7 / 0.01 = 70. */
    @Test
    void sharesOfTheHighScores() throws IOException {
        StringBuilder csv = new StringBuilder("task,metric,family,scale,value\n");
        String[][] rows = {
            {"exact_match", "0", "0", "0", "0.6"},
            {"token_edit_distance", "4", "3", "2", "1"},
            {"multiple_choice_grade", "0.2", "0.21", "0.2", "0.9"},
            {"brier", "0.9", "0.8", "0.7", "0.6"}
        };
        for (String[] row : rows)
            for (int i = 1; i < row.length; i++) csv.append("add,%s,ours,%d,%s\n".formatted(row[0], i, row[i]));
        MetaAnalysis analysis = MetaAnalysis.of(read(csv.toString()).series(), MetaAnalysis.HIGH_FROM);

        assertThat(analysis.high()).isEqualTo(2);
        assertThat(analysis.ranked())
                .extracting(MetaAnalysis.Scored::metric)
                .startsWith("exact_match", "multiple_choice_grade");
        assertThat(analysis.ranked().get(1).score().value()).hasValueCloseTo(70.0, within(1e-9));
        assertThat(analysis.metrics().get(0).shareOfHigh()).hasValue(0.5);
        assertThat(analysis.metrics().get(0).unbounded()).isEqualTo(1);
        assertThat(analysis.words())
                .isEqualTo(
                        "2 of 4 series have an emergence score of 25 or more, or rise without a finite one; exact_match"
                                + " and multiple_choice_grade account for 100% of them, and 50% of all series.");
    }
}
