package org.emergencelaw.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.emergencelaw.format.RowError;
import org.emergencelaw.observation.KnownModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Losses of {@code models.csv} in the units that rows may have, too. */
class ModelUnitsTest {

    private static ModelTable.Reading read(String csv) throws IOException {
        return ModelTable.read(ImportFile.of("models.csv", csv.getBytes(StandardCharsets.UTF_8)));
    }

    /** Computed by hand: ln 20 = 2.9957, 4 ln 2 = 2.7726, 1 * 4.2 ln 2 = 2.9112. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "loss | 2.9 | 2.9",
                "pretrain_perplexity | 20 | 2.995732273553991",
                "pretrain_loss_bits_per_token | 4 | 2.772588722239781",
                "pretrain_loss_bits_per_byte,bytes_per_token | 1,4.2 | 2.91121815835177",
            })
    void aLossMayStandInAnyUnit(String columns, String cells, double nats) throws IOException {
        ModelTable.Reading read = read("model," + columns + "\nlab/tern," + cells + "\n");

        assertThat(read.errors()).isEmpty();
        KnownModel model = read.models().get(0);
        assertThat(model.pretrainLossNats().orElseThrow()).isCloseTo(nats, within(1e-12));
        StringWriter written = new StringWriter();
        ModelTable.write(read.models(), written);
        assertThat(read(written.toString()).models()).isEqualTo(read.models());
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        assertThat(read("model,pretrain_loss_bits_per_byte\nlab/tern,1\n").errors())
                .extracting(RowError::rule)
                .containsExactly("bytes_per_token must be a number above 0 where the loss is in bits per byte");
        assertThat(read("model,loss,pretrain_perplexity\nlab/tern,2.9,40\n").errors())
                .singleElement()
                .satisfies(error -> assertThat(error.rule())
                        .contains("pretrain_perplexity and pretrain_loss_nats must be one loss"));
        assertThat(read("model,loss,pretrain_perplexity\nlab/tern,,40\n")
                        .models()
                        .get(0)
                        .pretrainLossNats()
                        .orElseThrow())
                .isCloseTo(Math.log(40), within(1e-12));
    }
}
