package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No corruption of a good study gives another answer in silence, and nothing is said of what is not wrong. */
class CalibrateIntakeTest {

    @Test
    void noCorruptionIsSilentAndNoVariantIsDoubted() {
        Ran ran = Ran.of("calibrate-intake", "--corruptions", "80", "--variants", "60", "--seed", "4");

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .startsWith("corruption,tables,refused,warned,harmless,silent\n")
                .doesNotContain("# silent");
        assertThat(ran.out()).contains("\nvariant,60,0,0,60,0\n");
        assertThat(ran.out().lines().filter(line -> line.startsWith("all,80,"))).hasSize(1);
    }

    @Test
    void theCommittedCountsHaveNoSilentOne() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("data/calibration/intake.csv"));

        assertThat(lines).noneMatch(line -> line.startsWith("# silent"));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("all,2000,"))
                .singleElement()
                .asString()
                .endsWith(",0");
        assertThat(lines).contains("variant,500,0,0,500,0");
    }
}
