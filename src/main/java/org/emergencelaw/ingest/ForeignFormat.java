package org.emergencelaw.ingest;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Files of other evaluation programs that are known by their keys and not read, so that a refusal can name them. */
public enum ForeignFormat {
    /** One file a model and dataset, which does not say of which. */
    OPEN_COMPASS(
            "OpenCompass's predictions, whose summary_*.csv is read in their place",
            keys -> keys.contains("accuracy") && (keys.contains("abbr") || keys.contains("details"))),
    OPEN_AI_EVALS("OpenAI evals", keys -> keys.contains("spec") || keys.contains("final_report")),
    BIGCODE(
            "bigcode-evaluation-harness",
            keys -> keys.contains("config")
                    && keys.stream().anyMatch(key -> key.matches("humaneval.*|mbpp.*|multiple-.*")));

    private final String program;
    private final Predicate<Set<String>> knows;

    ForeignFormat(String program, Predicate<Set<String>> knows) {
        this.program = program;
        this.knows = knows;
    }

    /** What it is, for a sentence. */
    String program() {
        return program;
    }

    /** @param keys of the document, or of the first object of its list */
    static Optional<ForeignFormat> of(Set<String> keys) {
        return Arrays.stream(values()).filter(format -> format.knows.test(keys)).findFirst();
    }
}
