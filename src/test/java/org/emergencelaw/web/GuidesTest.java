package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guides as the service shows them: all of them, with links that lead somewhere. */
class GuidesTest {

    private static final Pattern LINK = Pattern.compile("href=\"/docs/([a-z-]+)(?:#([^\"]+))?\"");
    private static final Pattern ENTRY = Pattern.compile("entry = \"([a-z-]+)\"");

    @TempDir
    private static Path directory;

    private static Site site;

    @BeforeAll
    static void open() {
        site = Site.open(directory);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src/docs"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".md")) names.add(name.replace(".md", "").replaceFirst("^api$", "api-guide"));
            }
        }
        return names;
    }

    @Test
    void everyGuideIsListedAndShown() throws Exception {
        Set<String> listed = new TreeSet<>();
        for (var guide : site.json("/docs.json").get("guides"))
            listed.add(guide.get("name").asText());

        assertThat(listed).isEqualTo(names());
        for (String name : listed) {
            assertThat(site.get("/docs").body()).contains("href=\"/docs/" + name + "\"");
            assertThat(site.get("/docs/" + name).statusCode()).as(name).isEqualTo(200);
        }
        assertThat(site.get("/docs/nothing").statusCode()).isEqualTo(404);
        assertThat(site.get("/docs/pictures/nothing.svg").statusCode()).isEqualTo(404);
        assertThat(site.get("/docs/pictures/calibration.svg").body()).contains("<svg");
    }

    @Test
    void everyLinkBetweenGuidesLeadsToAHeading() throws Exception {
        for (String name : names()) {
            Matcher link = LINK.matcher(site.get("/docs/" + name).body());
            while (link.find()) {
                String there = site.get("/docs/" + link.group(1)).body();
                if (link.group(2) != null)
                    assertThat(there).as(name + " to " + link.group()).contains("id=\"" + link.group(2) + "\"");
            }
        }
    }

    @Test
    void everyTermOfAPageStandsInTheGlossary() throws Exception {
        String glossary = site.get("/docs/glossary").body();
        assertThat(glossary).contains("id=\"named-level\"", "id=\"elbow\"", "<th>word</th>");
        List<Path> templates;
        try (Stream<Path> files = Files.list(Path.of("src/main/jte/tag"))) {
            templates = files.toList();
        }
        int terms = 0;
        for (Path template : templates) {
            Matcher entry = ENTRY.matcher(Files.readString(template));
            while (entry.find()) {
                assertThat(glossary).as(template.toString()).contains("id=\"" + entry.group(1) + "\"");
                terms++;
            }
        }
        assertThat(terms).isPositive();
    }
}
