package org.emergencelaw.ingest;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Files of other evaluation programs that are known by their keys and not read, so that a refusal can name them. */
enum ForeignFormat {
    LIGHTEVAL("lighteval", keys -> keys.contains("config_general")),
    OLMES(
            "OLMES",
            keys -> keys.contains("all_primary_scores")
                    || keys.contains("task_config") && keys.contains("metrics")
                    || keys.contains("model_config") && keys.contains("tasks")),
    HELM(
            "HELM",
            keys -> keys.contains("scenario_spec")
                    || keys.contains("adapter_spec")
                    || keys.contains("request_states")
                    || keys.containsAll(Set.of("name", "count", "mean"))
                    || keys.containsAll(Set.of("name", "count", "sum"))
                    || keys.containsAll(Set.of("instance_id", "stats"))),
    BIG_BENCH(
            "BIG-bench",
            keys -> keys.contains("bigbench_version")
                    || keys.contains("score_dict") && keys.contains("preferred_score")
                    || keys.contains("scores") && keys.contains("model") && keys.contains("task")
                    || keys.contains("scores") && keys.contains("queries")),
    INSPECT("Inspect", keys -> keys.containsAll(Set.of("eval", "plan"))),
    OPEN_AI_EVALS("OpenAI evals", keys -> keys.contains("spec") || keys.contains("final_report")),
    OPEN_COMPASS(
            "OpenCompass", keys -> keys.contains("accuracy") && (keys.contains("abbr") || keys.contains("details"))),
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
