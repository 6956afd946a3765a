package org.emergencelaw.ingest.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.format.RowErrors;
import org.emergencelaw.format.TextRules;

/**
 * A pretraining loss that is stated in another unit than nats per token. With perplexity P, bits per token b, bits per byte B and
 * y bytes a token: {@code L = ln P}, {@code L = b ln 2}, {@code L = B y ln 2}. The column stays as a note, and a note says how the
 * loss came of it.
 */
final class StatedLoss {

    static final String PERPLEXITY = "pretrain_perplexity";
    static final String BITS_PER_TOKEN = "pretrain_loss_bits_per_token";
    static final String BITS_PER_BYTE = "pretrain_loss_bits_per_byte";
    static final String BYTES_PER_TOKEN = "bytes_per_token";

    /** Columns that state a loss. */
    static final List<String> COLUMNS = List.of(PERPLEXITY, BITS_PER_TOKEN, BITS_PER_BYTE);

    /** Note that says how the loss was found. */
    static final String CONVERSION = "pretrain_loss_conversion";

    private static final String NATS = "pretrain_loss_nats";

    /** Relative difference that rounding of one of two stated losses may leave. */
    private static final double ROUNDING = 0.005;

    private StatedLoss() {}

    /** The row with its loss in nats; the row as it is where it states none in another unit. */
    static Cells.Row converted(Cells.Row row, RowErrors errors) {
        Cells.Row with = row;
        for (String column : COLUMNS) {
            String cell = cell(row, column);
            if (cell.isEmpty()) continue;
            OptionalDouble nats = nats(column, cell, row, errors);
            if (nats.isPresent()) with = with(with, column, cell, nats.getAsDouble(), errors);
        }
        return with;
    }

    private static Cells.Row with(Cells.Row row, String column, String cell, double nats, RowErrors errors) {
        String stated = cell(row, NATS);
        if (stated.isEmpty()) {
            Map<String, String> cells = new LinkedHashMap<>(row.cells());
            cells.put(NATS, NumberText.text(nats));
            cells.put(CONVERSION, formula(column));
            return new Cells.Row(row.file(), row.line(), cells);
        }
        OptionalDouble other = NumberText.of(stated, false).value();
        if (other.isPresent() && Math.abs(other.getAsDouble() - nats) > ROUNDING * nats)
            errors.add(
                    row.line(),
                    column,
                    cell,
                    "%s and %s must be one loss; the former is %s nats"
                            .formatted(column, NATS, NumberText.text(Math.rint(nats * 1e4) / 1e4)),
                    "keep the one that was measured");
        return row;
    }

    private static String formula(String column) {
        return switch (column) {
            case PERPLEXITY -> "ln(" + PERPLEXITY + ")";
            case BITS_PER_TOKEN -> BITS_PER_TOKEN + " * ln 2";
            default -> BITS_PER_BYTE + " * " + BYTES_PER_TOKEN + " * ln 2";
        };
    }

    private static OptionalDouble nats(String column, String cell, Cells.Row row, RowErrors errors) {
        Optional<Double> value = positive(column, cell, column.equals(PERPLEXITY) ? 1 : 0, row, errors);
        if (value.isEmpty()) return OptionalDouble.empty();
        if (column.equals(PERPLEXITY)) return OptionalDouble.of(Math.log(value.get()));
        if (column.equals(BITS_PER_TOKEN)) return OptionalDouble.of(value.get() * Math.log(2));
        Optional<Double> bytes = positive(BYTES_PER_TOKEN, cell(row, BYTES_PER_TOKEN), 0, row, errors);
        return bytes.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(value.get() * bytes.get() * Math.log(2));
    }

    private static Optional<Double> positive(
            String column, String cell, double above, Cells.Row row, RowErrors errors) {
        NumberText number = NumberText.of(cell, false);
        if (number.value().isPresent() && number.value().getAsDouble() > above)
            return Optional.of(number.value().getAsDouble());
        String need = column.equals(BYTES_PER_TOKEN) ? " where the loss is in bits per byte" : "";
        errors.add(
                row.line(),
                column,
                cell,
                "%s must be a number above %s%s".formatted(column, NumberText.text(above), need),
                cell.isEmpty()
                        ? "it is the bytes of the loss corpus over its tokens, about 4 for English"
                        : number.hint());
        return Optional.empty();
    }

    private static String cell(Cells.Row row, String column) {
        return TextRules.strip(row.cells().getOrDefault(column, ""));
    }
}
