package org.emergencelaw.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is told in words about the text: nothing of the program's or the library's classes. */
class JsonErrorMessageTest {

    /** One of each kind of field. */
    record Sample(String name, int count, Instant at, List<String> names, Optional<Inner> inner) {}

    record Inner(double value) {}

    private static String words(String text) {
        return JsonErrorMessage.words(catchThrowableOfType(
                JsonProcessingException.class, () -> Json.mapper().readValue(text, Sample.class)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{\"at\": \"2027-01-01\"} | at must be a time such as 2027-01-31T12:00:00Z",
                "{\"names\": 3} | names must be a list",
                "{\"inner\": 3} | inner must be an object",
                "{\"inner\": {\"value\": \"x\"}} | inner.value must be a number",
                "{\"count\": 1.5} | count must be a whole number",
                "{\"count\": Infinity} | Infinity",
                "{\"name\": \"a\" | end-of-input",
                "[] | Array",
                "\"text\" | String",
                "{} {} | missing"
            })
    void namesNoClass(String text, String said) {
        assertThat(words(text))
                .contains(said)
                .doesNotContain("`", "Exception", "java", "jackson", "emergencelaw", "Json");
    }

    @Test
    void whatFollowsIsTold() {
        String whole = "{\"name\": \"a\", \"count\": 1, \"at\": \"2027-01-31T12:00:00Z\", \"names\": []}";
        assertThat(words(whole.replace("}", ", \"other\": 1}"))).contains("there is no field other; fields are");
        assertThat(words(whole + " {}")).contains("Trailing").doesNotContain("`", "Json", "emergencelaw");
    }
}
