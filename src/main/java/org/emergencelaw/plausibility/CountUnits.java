package org.emergencelaw.plausibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Warning;

/**
 * Params, tokens and compute that were counted in thousands, millions or billions, or stand in each other's column: told from their
 * size, from the size in a model's name and from tokens per parameter.
 */
final class CountUnits {

    /** No language model that was ever fitted is smaller; the tiny ones of experiments have some 100,000. */
    private static final double FEWEST_PARAMS = 1e4;

    private static final double FEWEST_TOKENS = 1e4;

    private static final double LEAST_FLOPS = 1e9;

    /** Tokens per parameter of usual runs, to choose between units: about 20 to 2,000. */
    private static final double USUAL_RATIO = 100;

    /** The most overtrained models have some 40,000. */
    private static final double MOST_RATIO = 1e5;

    /** The same below {@link #SMALL_PARAMS}, where nobody trains for long. */
    private static final double MOST_RATIO_SMALL = 5e3;

    private static final double SMALL_PARAMS = 1e6;

    /** More than anybody has trained, and on more tokens than there are. */
    private static final double MOST_PARAMS = 2e13, MOST_TOKENS = 5e13;

    /** The first step of the largest models with published checkpoints has 1.7e-4. */
    private static final double FEWEST_RATIO = 1e-4;

    /** Below it in all checkpoints, params may stand where tokens belong. */
    private static final double LEAST_RATIO = 0.5;

    /** Embeddings counted or not, rounding of a name: less than this factor. */
    private static final double NAME_TOLERANCE = 4;

    private static final Pattern SIZE = Pattern.compile("(?<![a-z0-9.])([0-9]+(?:[.p][0-9]+)?)([mb])(?![a-z0-9])");

    private static final String[] UNITS = {"K", "M", "B", "T"};

    private final List<Checkpoint> checkpoints;

    CountUnits(List<Checkpoint> checkpoints) {
        this.checkpoints = checkpoints;
    }

    List<Warning> warnings() {
        Findings params = new Findings(), tokens = new Findings(), flops = new Findings(), ratios = new Findings();
        for (Checkpoint each : checkpoints) {
            params(each, params);
            tokens(each, tokens);
            if (each.trainFlops().orElse(LEAST_FLOPS) < LEAST_FLOPS)
                flops.add(each.model() + " has train_flops "
                        + Findings.number(each.trainFlops().orElseThrow()));
            ratio(each, ratios);
        }
        List<Warning> warnings = new ArrayList<>();
        params.warning(
                        "params_units",
                        "Params look like another unit: ",
                        "Params are counted in ones; write 7B or 7e9.")
                .ifPresent(warnings::add);
        tokens.warning(
                        "tokens_units",
                        "Tokens look like another unit: ",
                        "Tokens are counted in ones; write 1.4T or 1.4e12.")
                .ifPresent(warnings::add);
        flops.warning(
                        "flops_units",
                        "Compute looks like another unit: ",
                        "It is counted in FLOPs: exaFLOPs times 1e18, PF-days times 8.64e19.")
                .ifPresent(warnings::add);
        if (warnings.isEmpty()) swapped().ifPresent(ratios::add);
        ratios.warning(
                        "tokens_per_param",
                        "Tokens per parameter are unheard of: ",
                        "Check the units of params and tokens.")
                .ifPresent(warnings::add);
        return warnings;
    }

    private static void params(Checkpoint each, Findings found) {
        if (each.params().isEmpty()) return;
        double count = each.params().getAsDouble();
        List<Double> named = sizes(each.model());
        boolean agrees = named.stream().anyMatch(size -> near(size, count));
        for (double size : named)
            for (int power = 3; power <= 9; power += 3)
                if (!agrees && (near(size, count * Math.pow(10, power)) || near(size, count * Math.pow(10, -power)))) {
                    found.add("%s has params %s; did you mean %s?"
                            .formatted(each.model(), Findings.number(count), written(size)));
                    return;
                }
        if (count > MOST_PARAMS) found.add("%s has params %s".formatted(each.model(), Findings.number(count)));
        if (count < FEWEST_PARAMS)
            found.add("%s has params %s; did you mean %s?"
                    .formatted(
                            each.model(), Findings.number(count), Findings.number(count) + (count < 20 ? "B" : "M")));
    }

    private static boolean near(double one, double other) {
        return one / other < NAME_TOLERANCE && other / one < NAME_TOLERANCE;
    }

    /** The sizes that a model's name says: 1.4e9 of {@code pythia-1.4b@step1000}. */
    static List<Double> sizes(String model) {
        List<Double> sizes = new ArrayList<>();
        Matcher size = SIZE.matcher(model.toLowerCase(Locale.ROOT));
        while (size.find())
            sizes.add(Double.parseDouble(size.group(1).replace('p', '.'))
                    * (size.group(2).equals("m") ? 1e6 : 1e9));
        return sizes;
    }

    private static String written(double size) {
        return size >= 1e9 ? Findings.number(size / 1e9) + "B" : Findings.number(size / 1e6) + "M";
    }

    private static void tokens(Checkpoint each, Findings found) {
        double count = each.tokens().orElse(FEWEST_TOKENS);
        if (count > MOST_TOKENS) found.add("%s has tokens %s".formatted(each.model(), Findings.number(count)));
        if (count >= FEWEST_TOKENS) return;
        OptionalDouble params = meant(each);
        String unit = "B";
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < UNITS.length && params.isPresent(); i++) {
            double ratio = count * Math.pow(10, 3 * (i + 1)) / params.getAsDouble();
            double off = Math.abs(Math.log(ratio / USUAL_RATIO));
            if (off < best) unit = UNITS[i];
            best = Math.min(best, off);
        }
        found.add("%s has tokens %s; did you mean %s%s?"
                .formatted(each.model(), Findings.number(count), Findings.number(count), unit));
    }

    /** Params as they were probably meant. */
    private static OptionalDouble meant(Checkpoint each) {
        List<Double> named = sizes(each.model());
        if (!named.isEmpty()) return OptionalDouble.of(named.get(0));
        if (each.params().isEmpty() || each.params().getAsDouble() >= FEWEST_PARAMS) return each.params();
        return OptionalDouble.of(each.params().getAsDouble() * (each.params().getAsDouble() < 20 ? 1e9 : 1e6));
    }

    private static void ratio(Checkpoint each, Findings found) {
        if (each.params().isEmpty() || each.tokens().isEmpty()) return;
        double params = each.params().getAsDouble(), tokens = each.tokens().getAsDouble();
        if (params < FEWEST_PARAMS || tokens < FEWEST_TOKENS) return;
        double most = params < SMALL_PARAMS ? MOST_RATIO_SMALL : MOST_RATIO;
        if (tokens / params > most || tokens / params < FEWEST_RATIO)
            found.add("%s has %s tokens for %s params"
                    .formatted(each.model(), Findings.number(tokens), Findings.number(params)));
    }

    /** Params that stand in the column of tokens, and the other way round. */
    private Optional<String> swapped() {
        List<Checkpoint> counted = checkpoints.stream()
                .filter(each -> each.params().isPresent() && each.tokens().isPresent())
                .toList();
        boolean few = !counted.isEmpty()
                && counted.stream()
                        .allMatch(each -> each.tokens().getAsDouble()
                                < LEAST_RATIO * each.params().getAsDouble());
        boolean named = counted.size() > 1
                && counted.stream()
                        .allMatch(each -> sizes(each.model()).stream()
                                .anyMatch(size -> near(size, each.tokens().getAsDouble())
                                        && !near(size, each.params().getAsDouble())));
        if (!few && !named) return Optional.empty();
        Checkpoint first = counted.get(0);
        return Optional.of(
                "%s has params %s and tokens %s, and so have all: are the two columns swapped, or is one in another unit?"
                        .formatted(
                                first.model(),
                                Findings.number(first.params().orElseThrow()),
                                Findings.number(first.tokens().orElseThrow())));
    }
}
