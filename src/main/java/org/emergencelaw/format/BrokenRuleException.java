package org.emergencelaw.format;

import java.util.Optional;

/** Bad input that breaks a rule of its own, one that has a code and not only a sentence. */
public final class BrokenRuleException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final transient BrokenRule rule;

    /** @param field that has to be another */
    public BrokenRuleException(ProblemCode code, String field, String sentence) {
        super(sentence);
        rule = new BrokenRule(code, Optional.of(field));
    }

    public BrokenRule rule() {
        return rule;
    }
}
