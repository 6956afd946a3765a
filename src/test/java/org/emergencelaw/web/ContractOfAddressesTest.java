package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What addresses do not take, and in which form they answer. */
class ContractOfAddressesTest {

    @TempDir
    private static Path directory;

    private static RunningService service;

    @BeforeAll
    static void open() {
        service = RunningService.in(directory);
    }

    @AfterAll
    static void close() {
        service.close();
    }

    private static RunningService.Answer get(String path, String accept) {
        return service.send(service.request(path).header("Accept", accept).GET());
    }

    @Test
    void everyAddressRefusesAParameterThatItDoesNotKnow() throws IOException {
        List<String> addresses = RouteTableTest.documented();
        assertThat(addresses).hasSizeGreaterThan(100);
        for (String address : addresses) {
            String[] words = address.replaceAll("\\{[a-z0-9]+}", "nothing").split(" ");
            RunningService.Answer answer = service.send(service.request(words[1] + "?nonsense=1")
                    .header("Accept", "application/json")
                    .method(words[0], java.net.http.HttpRequest.BodyPublishers.noBody()));

            assertThat(answer.status()).as(address + " " + answer.body()).isEqualTo(422);
            assertThat(answer.json().get("code").asText()).as(address).isEqualTo("unknown_parameter");
            assertThat(answer.json().get("field").asText()).as(address).isEqualTo("nonsense");
        }
    }

    @Test
    void theRefusalNamesWhatThereIs() {
        assertThat(service.get("/api/v1/studies?page=2").json().get("detail").asText())
                .isEqualTo("there is no query parameter page here; there are cursor, q");
        assertThat(service.get("/api/v1/tasks?page=2").json().get("detail").asText())
                .isEqualTo("there is no query parameter page here; this address takes none");
        assertThat(service.get("/studies/nothing?shot=2").body())
                .contains("<h1>", "there is no query parameter shot here", "saved");
    }

    @Test
    void aPageAnswersInTheFormThatIsAskedFor() {
        assertThat(get("/", "application/json").json())
                .isEqualTo(service.get("/index.json").json());
        assertThat(get("/", "*/*").header("Content-Type")).startsWith("text/html");
        assertThat(get("/ledger", "application/json").json().has("items")).isTrue();
        assertThat(get("/ledger?limit=1", "text/csv").body())
                .isEqualTo(service.get("/ledger.csv").body());
        assertThat(get("/toy", "application/json").json())
                .isEqualTo(service.get("/toy.json").json());
        assertThat(get("/ledger", "text/html").header("Vary")).isEqualTo("Accept");
        RunningService.Answer picture = get("/ledger", "image/png");
        assertThat(picture.status()).isEqualTo(406);
        assertThat(picture.body()).contains("text/html, ", "application/json", "text/csv");
    }

    /** What pages and scripts of this service ask of it is known to it, too. */
    @Test
    void noPageLinksToAnAddressWithAParameterThatIsNotKnown() {
        Pattern link = Pattern.compile("(?:href|src|action)=\"(/[^\"?]*\\?[^\"]+)\"");
        for (String page : List.of("/", "/ledger", "/scores", "/toy", "/models", "/meta-analysis", "/sign-in")) {
            Matcher links = link.matcher(service.get(page).body());
            while (links.find())
                assertThat(service.get(links.group(1).replace("&amp;", "&")).status())
                        .as(page + " links to " + links.group(1))
                        .isEqualTo(200);
        }
    }
}
