package org.emergencelaw.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class ComputePriceTest {

    @Test
    void hoursAreComputeOverWhatAGpuDoesInAnHour() {
        ComputePrice.Cost cost = new ComputePrice(1e15, 0.5, 2).of(3.6e21);

        // 3.6e21 / (1e15 * 0.5 * 3600) = 2000 hours
        assertThat(cost.gpuHours()).isCloseTo(2000, withinPercentage(1e-9));
        assertThat(cost.money()).isCloseTo(4000, withinPercentage(1e-9));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new ComputePrice(0, 0.4, 2)).hasMessageContaining("peak_flops_per_second");
        assertThatThrownBy(() -> new ComputePrice(1e15, 1.2, 2))
                .hasMessage("utilisation must be above 0 and at most 1, was 1.2");
        assertThatThrownBy(() -> new ComputePrice(1e15, Double.NaN, 2)).hasMessageContaining("utilisation");
        assertThatThrownBy(() -> new ComputePrice(1e15, 0.4, -1)).hasMessageContaining("price_per_hour");
        assertThatThrownBy(() -> ComputePrice.USUAL.of(Double.POSITIVE_INFINITY))
                .hasMessageContaining("train_flops");
    }
}
