package org.emergencelaw.ingest.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.JsonErrorMessage;

/**
 * A multiple-choice item of a person's own benchmark.
 *
 * @param question what is asked
 * @param choices texts to choose from
 * @param answer index of the right choice, from 0
 */
public record ChoiceItem(String question, List<String> choices, int answer) {

    public ChoiceItem {
        if (question.isBlank()) throw new IllegalArgumentException("question must not be blank");
        choices = List.copyOf(choices);
        if (!(choices.size() >= 2))
            throw new IllegalArgumentException("choices must be at least 2, was " + choices.size());
        for (String choice : choices)
            if (choice.isBlank()) throw new IllegalArgumentException("a choice must not be blank");
        if (!(answer >= 0 && answer < choices.size()))
            throw new IllegalArgumentException("answer must be from 0 to " + (choices.size() - 1) + ", was " + answer);
    }

    /**
     * Reads JSON lines, an item a line; empty lines are skipped.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a line is no item, with its number
     */
    public static List<ChoiceItem> read(Path file) throws IOException {
        List<ChoiceItem> items = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank()) continue;
            try {
                items.add(Json.mapper().readValue(line, ChoiceItem.class));
            } catch (JsonProcessingException bad) {
                throw new IllegalArgumentException(file + ", line " + number + ": " + JsonErrorMessage.words(bad), bad);
            }
        }
        if (items.isEmpty()) throw new IllegalArgumentException(file + " holds no item");
        return items;
    }
}
