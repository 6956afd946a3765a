package org.emergencelaw.ledger;

import java.time.Instant;
import java.util.OptionalDouble;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.statistics.Accuracy;

/**
 * How a claim will be decided, frozen with it, from right answers {@code x} of {@code n} items.
 *
 * <p>Of a named level {@code v}: {@code n < evalItems} is inconclusive; {@code x/n >= v} is emerged, else not emerged.
 *
 * <p>Without one, against trivial accuracy {@code a} by the one-sided exact binomial test, {@code p = P(X >= x), X ~ Binomial(n, a)}:
 *
 * <ul>
 *   <li>{@code n < evalItems}: inconclusive, too few items.
 *   <li>{@code p <= level} and {@code x/n >= a + minimumEffect}: emerged.
 *   <li>{@code p <= level} alone: inconclusive, the effect lies between nothing and what was claimed.
 *   <li>{@code x/n >= a + minimumEffect} alone (the minimum above 0): inconclusive, too few items to show such an effect.
 *   <li>neither: not emerged.
 * </ul>
 *
 * @param level of the test, above 0 to 0.5
 * @param minimumEffect least excess over trivial accuracy, 0 to below 1
 * @param evalItems least number of items, n
 * @param deadline when the results should be there
 * @param namedLevel accuracy that is claimed; absent where the claim is that of the test, as in all locks of version 0.1.0
 */
public record ResolutionRule(
        double level, double minimumEffect, int evalItems, Instant deadline, OptionalDouble namedLevel) {

    /** Name of the test. */
    public static final String TEST = "one-sided exact binomial test";

    public ResolutionRule {
        if (!(level > 0 && level <= 0.5))
            throw new IllegalArgumentException("level must be above 0 and at most 0.5, was " + level);
        if (!(minimumEffect >= 0 && minimumEffect < 1))
            throw new IllegalArgumentException("minimum_effect must be from 0 to below 1, was " + minimumEffect);
        if (!(evalItems >= 1 && evalItems <= 10_000_000))
            throw new IllegalArgumentException("eval_items must be from 1 to 10000000, was " + evalItems);
        if (namedLevel.isPresent() && !(namedLevel.getAsDouble() > 0 && namedLevel.getAsDouble() <= 1))
            throw new IllegalArgumentException(
                    "named_level must be above 0 and at most 1, was " + namedLevel.getAsDouble());
        if (namedLevel.isPresent() && minimumEffect != 0)
            throw new IllegalArgumentException(
                    "minimum_effect must be 0 where the event is a named level, was " + minimumEffect);
    }

    /** By the test. */
    public ResolutionRule(double level, double minimumEffect, int evalItems, Instant deadline) {
        this(level, minimumEffect, evalItems, deadline, OptionalDouble.empty());
    }

    /** @throws IllegalArgumentException if a lock at this time would come after its deadline */
    public void requireOpen(Instant now) {
        if (!deadline.isAfter(now))
            throw new IllegalArgumentException("deadline must lie after the lock, " + now + ", was " + deadline);
    }

    /** What is claimed. */
    public ClaimedEvent claims() {
        return namedLevel.isPresent() ? ClaimedEvent.LEVEL : ClaimedEvent.EXCEEDS_TRIVIAL;
    }

    /** An outcome with its reason. */
    public record Decision(Outcome outcome, double pValue, String explanation) {}

    /**
     * The fewest right answers that count as emerged.
     *
     * @return may be above {@code items}: then no result can
     */
    public int leastRight(int items, double trivial) {
        if (namedLevel.isPresent()) return Accuracy.leastRight(items, namedLevel.getAsDouble());
        return Math.max(Accuracy.minRightAboveTrivial(items, trivial, level), leastForEffect(items, trivial));
    }

    private int leastForEffect(int items, double trivial) {
        return Accuracy.leastRight(items, trivial + minimumEffect);
    }

    /** @param trivial trivial accuracy, 0 to below 1 */
    public Decision decide(Accuracy result, double trivial) {
        double p = result.pValueAgainst(trivial);
        boolean significant = result.right() >= Accuracy.minRightAboveTrivial(result.items(), trivial, level);
        boolean large = result.right() >= leastForEffect(result.items(), trivial);
        String seen = DisplayNumbers.whole(result.right()) + " of "
                + DisplayNumbers.plural(result.items(), "item") + " right, accuracy "
                + DisplayNumbers.decimal3(result.value()) + " against "
                + DisplayNumbers.exact(trivial) + " by guessing, " + DisplayNumbers.pIs(p) + ": ";
        if (result.items() < evalItems)
            return new Decision(
                    Outcome.INCONCLUSIVE, p, seen + "fewer items than the " + evalItems + " that the rule asks for.");
        if (namedLevel.isPresent())
            return result.right() >= leastRight(result.items(), trivial)
                    ? new Decision(
                            Outcome.EMERGED, p, seen + "reaches the named level " + namedLevel.getAsDouble() + ".")
                    : new Decision(
                            Outcome.NOT_EMERGED,
                            p,
                            seen + "does not reach the named level " + namedLevel.getAsDouble() + ".");
        if (significant && large)
            return new Decision(Outcome.EMERGED, p, seen + "exceeds trivial accuracy at level " + level + ".");
        if (significant)
            return new Decision(
                    Outcome.INCONCLUSIVE,
                    p,
                    seen + "exceeds trivial accuracy, but by less than the minimum effect " + minimumEffect + ".");
        if (large && minimumEffect > 0)
            return new Decision(
                    Outcome.INCONCLUSIVE,
                    p,
                    seen + "too few items to show an effect of this size at level " + level + ".");
        return new Decision(Outcome.NOT_EMERGED, p, seen + "does not exceed trivial accuracy at level " + level + ".");
    }
}
