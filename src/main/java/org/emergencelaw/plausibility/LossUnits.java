package org.emergencelaw.plausibility;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.emergencelaw.format.NumberText;
import org.emergencelaw.law.ChinchillaLaw;
import org.emergencelaw.observation.Checkpoint;
import org.emergencelaw.observation.Observation;
import org.emergencelaw.observation.Warning;

/**
 * Losses that are a perplexity, or bits, or of a run that diverged. A model that knows nothing has ln(vocabulary) nats; one that
 * knows something has about what the published loss laws say, within a third for corpora and tokenizers of plain text.
 */
final class LossUnits {

    /** Note with the size of the vocabulary, where a row says it. */
    static final String VOCABULARY = "vocabulary_size";

    /** The largest in use. */
    private static final double LARGEST_VOCABULARY = 300_000;

    /** An untrained model is somewhat worse than uniform guessing. */
    private static final double UNTRAINED_NATS = 0.7;

    /** Hoffmann et al. 2022, approach 3, as printed; see {@code configs/loss-laws.yaml}. */
    static final ChinchillaLaw PUBLISHED = new ChinchillaLaw(1.69, 406.4, 0.34, 410.7, 0.28);

    /** Below these the published laws were not fitted. */
    private static final double FEWEST_PARAMS = 1e7, FEWEST_TOKENS = 1e8;

    /** Bytes a token of English text, over some tokenizers. */
    private static final double BYTES_PER_TOKEN = 4.3;

    /** |ln(stated / law)| that corpora and tokenizers explain, over all checkpoints and for one beside the others. */
    private static final double USUAL_OFFSET = 0.28, USUAL_SPREAD = 0.3;

    /** A loss so far from the law, as ln of the ratio, is another quantity, whatever it may be. */
    private static final double FAR = 0.8;

    /** ln(stated / law) beside the others', and in their median distances, from which on a count is doubted; how much nearer another must be. */
    private static final double LEAST_OFF = 0.1, SPREADS_OFF = 4, BETTER = 0.25;

    /** How near another unit must come to the law to be named. */
    private static final double EXPLAINED = 0.2;

    private final Map<Checkpoint, Double> highest;

    /** @param highest loss that a model may have which knows nothing, by checkpoint */
    LossUnits(Map<Checkpoint, Double> highest) {
        this.highest = highest;
    }

    /** What a stated loss may be, and the nats that it then is. */
    private enum Unit {
        PERPLEXITY("a perplexity, ln %1$s = %2$s"),
        BITS_PER_TOKEN("bits per token, %1$s ln 2 = %2$s"),
        BITS_PER_BYTE("bits per byte, about %2$s with " + BYTES_PER_TOKEN + " bytes a token");

        private final String words;

        Unit(String words) {
            this.words = words;
        }

        double nats(double stated) {
            return switch (this) {
                case PERPLEXITY -> Math.log(Math.max(stated, 1));
                case BITS_PER_TOKEN -> stated * Math.log(2);
                case BITS_PER_BYTE -> stated * Math.log(2) * BYTES_PER_TOKEN;
            };
        }

        String words(double stated) {
            return words.formatted(Findings.number(stated), thousandths(nats(stated)));
        }
    }

    private record Compared(Checkpoint checkpoint, double stated, double law) {

        double offset() {
            return Math.log(stated / law);
        }

        double offset(Unit unit) {
            return Math.log(Math.max(unit.nats(stated), 1e-9) / law);
        }
    }

    List<Warning> warnings() {
        Findings found = new Findings();
        highest.forEach((checkpoint, most) -> {
            double loss = checkpoint.pretrainLossNats().orElse(0);
            if (loss > most + UNTRAINED_NATS)
                found.add("%s has a loss of %s, above ln(vocabulary), about %s nats; did you mean ln %s = %s?"
                        .formatted(
                                checkpoint.model(),
                                Findings.number(loss),
                                NumberText.text(Math.rint(most * 10) / 10),
                                Findings.number(loss),
                                thousandths(Math.log(loss))));
        });
        if (found.isEmpty()) compare(found);
        List<Warning> warnings = new ArrayList<>();
        found.warning(
                        "loss_units",
                        "Losses look like no nats per token: ",
                        "A loss is stated in nats per token, or in a column pretrain_perplexity or pretrain_loss_bits_per_token.")
                .ifPresent(warnings::add);
        return warnings;
    }

    /** Loss of uniform guessing, nats: ln(vocabulary), as far as a row says it. */
    static double highest(Observation row) {
        OptionalDouble size =
                NumberText.of(row.notes().getOrDefault(VOCABULARY, ""), true).value();
        return Math.log(Math.max(2, size.orElse(LARGEST_VOCABULARY)));
    }

    /** All against the law, and each against the others. */
    private void compare(Findings found) {
        List<Compared> compared = highest.keySet().stream()
                .flatMap(each -> comparable(each).stream())
                .toList();
        if (compared.isEmpty()) return;
        double middle = median(compared.stream().mapToDouble(Compared::offset).toArray());
        Compared first = compared.get(0);
        Optional<Unit> all = Arrays.stream(Unit.values())
                .filter(unit -> Math.abs(middle) > USUAL_OFFSET
                        && Math.abs(median(compared.stream()
                                        .mapToDouble(each -> each.offset(unit))
                                        .toArray()))
                                < EXPLAINED)
                .findFirst();
        if (all.isPresent())
            found.add("%s has %s where published loss laws expect about %s; is it %s?"
                    .formatted(
                            first.checkpoint().model(),
                            Findings.number(first.stated()),
                            hundredths(first.law()),
                            all.get().words(first.stated())));
        else if (Math.abs(middle) > FAR)
            found.add("%s has %s where published loss laws expect about %s for its params and tokens"
                    .formatted(first.checkpoint().model(), Findings.number(first.stated()), hundredths(first.law())));
        else {
            double spread = median(compared.stream()
                    .mapToDouble(each -> Math.abs(each.offset() - middle))
                    .toArray());
            for (Compared each : compared) {
                apart(each, middle, found);
                if (Math.abs(each.offset() - middle) <= USUAL_SPREAD) counted(each, middle, spread, found);
            }
            highest.keySet().stream()
                    .filter(each -> !inRangeOfLaws(each)
                            && each.params().isPresent()
                            && each.tokens().isPresent()
                            && each.pretrainLossNats().isPresent())
                    .forEach(each -> counted(compared(each), middle, spread, found));
        }
    }

    /** One checkpoint whose loss would stand among the others', were its params or tokens a thousand times more or fewer. */
    private static void counted(Compared each, double middle, double spread, Findings found) {
        double off = Math.abs(each.offset() - middle);
        if (off <= Math.max(LEAST_OFF, SPREADS_OFF * spread)) return;
        double params = each.checkpoint().params().orElseThrow(),
                tokens = each.checkpoint().tokens().orElseThrow();
        for (double factor : new double[] {1e-3, 1e3}) {
            double ofTokens = Math.log(each.stated() / PUBLISHED.lossNats(params, tokens * factor));
            double ofParams = Math.log(each.stated() / PUBLISHED.lossNats(params * factor, tokens));
            if (Math.abs(ofTokens - middle) < Math.min(BETTER * off, EXPLAINED / 2))
                found.add("%s has %s, which fits the others with %s tokens, not %s"
                        .formatted(
                                each.checkpoint().model(),
                                Findings.number(each.stated()),
                                Findings.number(tokens * factor),
                                Findings.number(tokens)));
            if (Math.abs(ofParams - middle) < Math.min(BETTER * off, EXPLAINED / 2))
                found.add("%s has %s, which fits the others with %s params, not %s"
                        .formatted(
                                each.checkpoint().model(),
                                Findings.number(each.stated()),
                                Findings.number(params * factor),
                                Findings.number(params)));
        }
    }

    private static void apart(Compared each, double middle, Findings found) {
        if (Math.abs(each.offset() - middle) <= USUAL_SPREAD) return;
        Optional<Unit> unit = Arrays.stream(Unit.values())
                .filter(other -> Math.abs(each.offset(other) - middle) < EXPLAINED)
                .findFirst();
        String beside = hundredths(each.law() * Math.exp(middle));
        found.add("%s has %s where the other checkpoints lead to expect about %s; %s"
                .formatted(
                        each.checkpoint().model(),
                        Findings.number(each.stated()),
                        beside,
                        unit.map(other -> "is it " + other.words(each.stated()) + ", or did the run diverge?")
                                .orElse("did the run diverge, or are its params or tokens in another unit?")));
    }

    /** Whether published laws were fitted to models of this size, and it has a loss to compare. */
    static boolean inRangeOfLaws(Checkpoint each) {
        return each.params().orElse(0) >= FEWEST_PARAMS
                && each.tokens().orElse(0) >= FEWEST_TOKENS
                && each.pretrainLossNats().isPresent();
    }

    private static Optional<Compared> comparable(Checkpoint each) {
        if (!inRangeOfLaws(each)) return Optional.empty();
        return Optional.of(compared(each));
    }

    private static Compared compared(Checkpoint each) {
        double law =
                PUBLISHED.lossNats(each.params().orElseThrow(), each.tokens().orElseThrow());
        return new Compared(each, each.pretrainLossNats().orElseThrow(), law);
    }

    private static String hundredths(double value) {
        return NumberText.text(Math.rint(value * 100) / 100);
    }

    private static String thousandths(double value) {
        return NumberText.text(Math.rint(value * 1000) / 1000);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
