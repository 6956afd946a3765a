package org.emergencelaw.web.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which form of a page {@code Accept} asks for, by RFC 9110, section 12.5.1. */
class NegotiationTest {

    private static final List<String> FORMS = List.of("text/html", "application/json", "text/csv");

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
                    ''                                                              | text/html
                    */*                                                             | text/html
                    text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | text/html
                    application/json                                                | application/json
                    application/json, text/html;q=0.9                               | application/json
                    application/json;q=0.5, text/html                               | text/html
                    text/csv;q=0.7, application/json;q=0.2                          | text/csv
                    TEXT/CSV                                                        | text/csv
                    text/*                                                          | text/html
                    text/*;q=0.3, text/csv                                          | text/csv
                    application/*                                                   | application/json
                    */*;q=0.1, text/html;q=0                                        | application/json
                    image/png                                                       |
                    text/html;q=0                                                   |
                    """)
    void theFormThatIsWantedMostIsGiven(String accept, String form) {
        assertThat(Negotiation.wanted(accept, FORMS)).isEqualTo(Optional.ofNullable(form));
    }
}
