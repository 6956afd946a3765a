package org.emergencelaw.format;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule that was broken, as the sentence states it that every check of this project writes: the field, what must hold, the value.
 * It is taken apart here, once, so that programs need not read the sentence.
 *
 * @param field snake_case; absent where the rule is of several, or of the whole
 */
public record BrokenRule(ProblemCode code, Optional<String> field) {

    private static final Pattern UNKNOWN = Pattern.compile("there is no field ([A-Za-z0-9_.]+);.*", Pattern.DOTALL);
    private static final Pattern OF_A_FIELD =
            Pattern.compile("((?:[a-z0-9]+[_.])*[a-z0-9]+):? (must .*|is missing.*)", Pattern.DOTALL);

    private static final Pattern SEVERAL_NEEDED = Pattern.compile("an? [a-z ]+ needs .*", Pattern.DOTALL);

    /** What follows the field, in the order in which it is looked for. */
    private static final Map<Pattern, ProblemCode> RULES = rules();

    private static Map<Pattern, ProblemCode> rules() {
        Map<Pattern, ProblemCode> rules = new LinkedHashMap<>();
        rule(
                rules,
                "is missing.*|must not be (blank|empty).*|must be stated.*|must say .*|must have no empty value.*",
                ProblemCode.REQUIRED);
        rule(rules, "must not both .*", ProblemCode.NOT_TOGETHER);
        rule(
                rules,
                "must have (at most |at least )?[0-9]+( to [0-9]+)? (characters|items|letters)\\b.*",
                ProblemCode.WRONG_LENGTH);
        rule(
                rules,
                "must be (from|at least|at most|above|below|within|in|positive|finite|a probability|a number from|0, or at least|between)\\b.*|must (lie|rise).*",
                ProblemCode.OUT_OF_RANGE);
        rule(rules, "must be a whole number from\\b.*", ProblemCode.OUT_OF_RANGE);
        rule(
                rules,
                "must be (a whole number|a number|true or false|text|an object|a list|a time|a day)\\b.*",
                ProblemCode.WRONG_TYPE);
        rule(rules, "must be (one of .*|[a-z0-9_]+(, [a-z0-9_]+)* or [a-z0-9_]+\\b.*)", ProblemCode.NOT_ONE_OF);
        rule(rules, "must have .*", ProblemCode.REQUIRED);
        return rules;
    }

    private static void rule(Map<Pattern, ProblemCode> rules, String words, ProblemCode code) {
        rules.put(Pattern.compile(words, Pattern.DOTALL), code);
    }

    /** @param sentence that states the rule, such as {@code shots must be from 0 to 100000, was -1} */
    public static BrokenRule of(String sentence) {
        Matcher unknown = UNKNOWN.matcher(sentence);
        if (unknown.matches()) return new BrokenRule(ProblemCode.UNKNOWN_FIELD, Optional.of(unknown.group(1)));
        Matcher ofField = OF_A_FIELD.matcher(sentence);
        if (!ofField.matches()) return new BrokenRule(ofSeveral(sentence), Optional.empty());
        return new BrokenRule(code(ofField.group(2)), Optional.of(ofField.group(1)));
    }

    /** Of a rule that is not of one field. */
    private static ProblemCode ofSeveral(String sentence) {
        if (sentence.contains(" must not both ")) return ProblemCode.NOT_TOGETHER;
        return SEVERAL_NEEDED.matcher(sentence).matches() ? ProblemCode.REQUIRED : ProblemCode.RULE_BROKEN;
    }

    /** Of a rule, whoever states it. */
    public static BrokenRule of(RuntimeException broken) {
        return broken instanceof BrokenRuleException coded ? coded.rule() : of(String.valueOf(broken.getMessage()));
    }

    private static ProblemCode code(String rule) {
        return RULES.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(rule).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ProblemCode.RULE_BROKEN);
    }
}
