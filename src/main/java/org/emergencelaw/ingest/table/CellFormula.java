package org.emergencelaw.ingest.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.format.NumberText;

/**
 * Arithmetic with cells of a row: {@code {Size} * 1e9}, {@code {steps} * {batch}}, {@code {a} + {b}}, {@code ln({ppl})}, {@code
 * percent({MMLU})}. Products go before sums; decimals are exact to 16 digits.
 *
 * @param tokens operands and, between them, {@code + - * /}
 */
record CellFormula(List<String> tokens) {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:((?:ln|percent)\\s*\\(\\s*(?:\\{[^{}]*\\}|[0-9.eE+]+)\\s*\\)|\\{[^{}]*\\}|[0-9]+(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]+)?[kKmMbBtT]?)|([-+*/]))\\s*");
    private static final Pattern COLUMN = Pattern.compile("\\{[^{}]*\\}");
    private static final Pattern FUNCTION = Pattern.compile("(ln|percent)\\s*\\(\\s*(.*?)\\s*\\)");

    CellFormula {
        tokens = List.copyOf(tokens);
    }

    /** Absent where the text computes nothing: one column, one number, or text with columns in it. */
    static Optional<CellFormula> of(String text) {
        Matcher token = TOKEN.matcher(text);
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (!token.find(at) || token.start() != at) return Optional.empty();
            boolean operand = token.group(1) != null;
            if (operand != (tokens.size() % 2 == 0)) return Optional.empty();
            tokens.add(operand ? token.group(1) : token.group(2));
            at = token.end();
        }
        boolean computes = tokens.size() > 1
                || tokens.size() == 1 && FUNCTION.matcher(tokens.get(0)).matches();
        return computes && tokens.size() % 2 == 1 ? Optional.of(new CellFormula(tokens)) : Optional.empty();
    }

    /** Whether the text is one column and nothing else. */
    static boolean column(String text) {
        return COLUMN.matcher(text).matches();
    }

    /** The result as a cell: empty where a cell is, and the faulty cell itself where one is no number. */
    String value(Map<String, String> row) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal product = BigDecimal.ONE;
        String operator = "+";
        for (int i = 0; i < tokens.size(); i += 2) {
            String cell = cell(tokens.get(i), row);
            Optional<BigDecimal> number = number(tokens.get(i), cell);
            if (number.isEmpty()) return cell;
            operator = i == 0 ? "+" : tokens.get(i - 1);
            switch (operator) {
                case "*" -> product = product.multiply(number.get(), MathContext.DECIMAL64);
                case "/" -> {
                    if (number.get().signum() == 0) return cell + " as a divisor";
                    product = product.divide(number.get(), MathContext.DECIMAL64);
                }
                default -> {
                    if (i > 0) sum = sum.add(product);
                    product = operator.equals("-") ? number.get().negate() : number.get();
                }
            }
        }
        return NumberText.text(sum.add(product).doubleValue());
    }

    private static String cell(String operand, Map<String, String> row) {
        Matcher function = FUNCTION.matcher(operand);
        String inner = function.matches() ? function.group(2) : operand;
        return inner.startsWith("{") ? row.getOrDefault(inner.substring(1, inner.length() - 1), "") : inner;
    }

    private static Optional<BigDecimal> number(String operand, String cell) {
        boolean percent = operand.startsWith("percent");
        String text = percent && cell.endsWith("%")
                ? cell.substring(0, cell.length() - 1).strip()
                : cell;
        OptionalDouble value = NumberText.of(text, true).value();
        if (value.isEmpty()) return Optional.empty();
        if (operand.startsWith("ln"))
            return value.getAsDouble() > 0
                    ? Optional.of(new BigDecimal(NumberText.text(Math.log(value.getAsDouble()))))
                    : Optional.empty();
        BigDecimal number = new BigDecimal(NumberText.text(value.getAsDouble()));
        return Optional.of(percent ? number.movePointLeft(2) : number);
    }
}
