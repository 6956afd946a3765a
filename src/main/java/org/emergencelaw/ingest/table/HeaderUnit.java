package org.emergencelaw.ingest.table;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit that a column says in its name, as {@code params (M)} or {@code tokens_in_billions} do.
 *
 * @param name without the unit
 * @param said the unit
 * @param formula what turns a cell, written {@code {}}, into the contract's unit
 */
record HeaderUnit(String name, String said, String formula) {

    private static final Pattern BRACKETS =
            Pattern.compile("(.*?)[\\s_]*[(\\[]\\s*(?:in\\s+)?([^()\\[\\]]+?)\\s*[)\\]]\\s*");
    private static final Pattern SUFFIX = Pattern.compile(
            "(.*?)[\\s_]+(?:in[\\s_]+)?(thousands?|millions?|billions?|trillions?|percent|pct|ppl|perplexity|bits|bpb|mm|bn|tn|[kmbt])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PERPLEXITY = Pattern.compile(
            "(val|valid|validation|eval|test|pretrain)?[\\s_]*(ppl|perplexity)", Pattern.CASE_INSENSITIVE);
    private static final Pattern POWER = Pattern.compile("(?:1e|10\\^|e|x?10e)\\+?([0-9]{1,2})");

    private static final Map<String, String> POWERS = Map.ofEntries(
            Map.entry("k", "1e3"),
            Map.entry("thousand", "1e3"),
            Map.entry("thousands", "1e3"),
            Map.entry("m", "1e6"),
            Map.entry("mm", "1e6"),
            Map.entry("mil", "1e6"),
            Map.entry("million", "1e6"),
            Map.entry("millions", "1e6"),
            Map.entry("b", "1e9"),
            Map.entry("bn", "1e9"),
            Map.entry("billion", "1e9"),
            Map.entry("billions", "1e9"),
            Map.entry("t", "1e12"),
            Map.entry("tn", "1e12"),
            Map.entry("trillion", "1e12"),
            Map.entry("trillions", "1e12"),
            Map.entry("gflops", "1e9"),
            Map.entry("tflops", "1e12"),
            Map.entry("pflops", "1e15"),
            Map.entry("eflops", "1e18"),
            Map.entry("zflops", "1e21"),
            Map.entry("pf-days", "8.64e19"),
            Map.entry("pfs-days", "8.64e19"),
            Map.entry("petaflop/s-days", "8.64e19"));

    /** Absent where the name says no unit that needs turning. */
    static Optional<HeaderUnit> of(String column) {
        Matcher brackets = BRACKETS.matcher(column);
        if (brackets.matches()) return of(brackets.group(1), brackets.group(2));
        if (PERPLEXITY.matcher(column).matches()) return of("loss", "ppl");
        Matcher suffix = SUFFIX.matcher(column);
        return suffix.matches() ? of(suffix.group(1), suffix.group(2)) : Optional.empty();
    }

    private static Optional<HeaderUnit> of(String name, String said) {
        String unit = said.toLowerCase(Locale.ROOT).strip();
        Matcher power = POWER.matcher(unit);
        String factor = power.matches() ? "1e" + power.group(1) : POWERS.getOrDefault(unit, "");
        if (!factor.isEmpty()) return Optional.of(new HeaderUnit(name, said, "{} * " + factor));
        return switch (unit) {
            case "%", "percent", "pct" -> Optional.of(new HeaderUnit(name, said, "percent({})"));
            case "ppl", "perplexity" -> Optional.of(new HeaderUnit(name, said, "ln({})"));
            case "bits", "bits per token", "bits/token" -> Optional.of(new HeaderUnit(name, said, "{} * 0.693147"));
            default -> Optional.empty();
        };
    }

    /** The assignment that reads the column. */
    String assignment(String to, String column) {
        return to + ":=" + formula.replace("{}", "{" + column + "}");
    }
}
