package org.emergencelaw.web.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.law.ComputePrice;

/** The fields of a form that say what compute costs. */
final class ComputePriceForm {

    static final List<String> FIELDS = List.of("peak_flops_per_second", "utilisation", "price_per_hour");

    private ComputePriceForm() {}

    /** What is usual where a field is empty. */
    static void usual(Map<String, String> values) {
        values.replace(
                "peak_flops_per_second",
                "",
                Double.toString(ComputePrice.USUAL.peakFlopsPerSecond()).toLowerCase(Locale.ROOT));
        values.replace("utilisation", "", NumberText.text(ComputePrice.USUAL.utilisation()));
        values.replace("price_per_hour", "", NumberText.text(ComputePrice.USUAL.pricePerHour()));
    }

    /** Absent where a field is at fault. */
    static Optional<ComputePrice> price(Form form) {
        OptionalDouble peak = form.quantity("peak_flops_per_second");
        OptionalDouble utilisation = form.quantity("utilisation");
        OptionalDouble price = form.quantity("price_per_hour");
        return form.submit(() -> new ComputePrice(peak.orElseThrow(), utilisation.orElseThrow(), price.orElseThrow()));
    }
}
