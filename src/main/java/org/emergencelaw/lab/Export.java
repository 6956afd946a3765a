package org.emergencelaw.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.emergencelaw.config.LabRecipe;

/** Writes a checkpoint of the lab as a person's own model would come: TorchScript, tokenizer.json, items as JSON lines. */
public final class Export {

    private final LabRecipe recipe;
    private final Corpus corpus;
    private final LabRun run;

    /**
     * @param name of a pretraining run, such as {@code S-0}
     * @throws IllegalArgumentException if the recipe has no such run
     * @throws IOException if the engine's native libraries are missing
     */
    public Export(LabRecipe recipe, Path folder, String name) throws IOException {
        NativeLibraries.require();
        this.recipe = recipe;
        corpus = new Corpus(recipe);
        run = LabRun.all(recipe, List.of(), folder).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the recipe has no run " + name));
    }

    /**
     * Writes {@code model.pt}, {@code tokenizer.json}, and for each task {@code TASK.items.jsonl} (held-out words) and
     * {@code TASK.demonstrations.jsonl} (words of the pool), with the labels of finetuning.
     */
    public void write(int step, Path into) throws IOException {
        if (!Files.exists(run.state(step)))
            throw new IllegalArgumentException(run.state(step) + " is missing: train " + run.name() + " first");
        Files.createDirectories(into);
        TorchScriptFile.write(
                run.transformer(corpus.lexicon), StateFile.read(run.state(step)).weights(), into.resolve("model.pt"));
        text(into.resolve("tokenizer.json"), tokenizer());
        for (int task = 0; task < recipe.tasks().size(); task++) {
            String name = recipe.tasks().get(task).name();
            text(into.resolve(name + ".items.jsonl"), lines(corpus.heldOut(task)));
            MultipleChoiceSet shown = corpus.examples(
                    task, recipe.language().poolWords(), SeededRandom.of(recipe.seed(), "demonstrations", task));
            text(into.resolve(name + ".demonstrations.jsonl"), lines(shown));
        }
    }

    private static void text(Path file, String content) throws IOException {
        StateFile.replace(file, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    /** A word for each token; none holds a character that JSON would escape. */
    private String word(int token) {
        Lexicon lexicon = corpus.lexicon;
        if (token == 0) return "<text>";
        if (token < lexicon.firstWord)
            return "<" + recipe.tasks().get(token - 1).name() + ">";
        return token < lexicon.firstLabel ? "w" + (token - lexicon.firstWord) : "label" + (token - lexicon.firstLabel);
    }

    private String tokenizer() {
        String vocabulary = IntStream.range(0, corpus.lexicon.vocabulary)
                .mapToObj(token -> "\"" + word(token) + "\": " + token)
                .collect(Collectors.joining(", "));
        return """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
                 "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": null, "decoder": null,
                 "model": {"type": "WordLevel", "unk_token": "<text>", "vocab": {%s}}}
                """.formatted(vocabulary);
    }

    private String lines(MultipleChoiceSet questions) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < questions.count(); i++) {
            String choices = Arrays.stream(questions.choices()[i])
                    .mapToObj(token -> "\"" + word(token) + "\"")
                    .collect(Collectors.joining(", "));
            lines.add(String.format(
                    Locale.ROOT,
                    "{\"question\": \"%s\", \"choices\": [%s], \"answer\": %d}",
                    word(questions.tokens()[i][1]),
                    choices,
                    questions.right()[i]));
        }
        return String.join("\n", lines) + "\n";
    }
}
