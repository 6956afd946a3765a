package org.emergencelaw.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.TestDatabase;
import org.emergencelaw.config.PublishedLossLaws;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.ledger.LedgerEntry;
import org.emergencelaw.web.http.AccessControl;
import org.emergencelaw.web.http.BasePath;
import org.emergencelaw.web.http.Idempotency;
import org.emergencelaw.web.http.JobEvents;
import org.emergencelaw.web.http.Metrics;
import org.emergencelaw.web.http.Pages;
import org.emergencelaw.workspace.IdempotentAnswers;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.example.ExampleJobs;
import org.emergencelaw.workspace.example.ExampleStudies;
import org.emergencelaw.workspace.job.JobQueue;
import org.emergencelaw.workspace.job.StudyJobs;
import org.emergencelaw.workspace.suite.SuiteForecasts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of addresses against the guide that lists them, both ways. */
class RouteTableTest {

    /** A line such as {@code | `GET /ledger` `.csv` | does |}. */
    private static final Pattern LINE = Pattern.compile("\\| `([A-Z]+) (/[^`]*)`((?: `\\.[a-z]+`)*) \\| ([^|]+) \\|");

    @TempDir
    Path directory;

    private List<String> served() {
        try (Workspace workspace = Workspace.open(
                        TestDatabase.at(directory.resolve("studies.db")),
                        TaskCatalogue.empty(),
                        new PublishedLossLaws(List.of()),
                        Clock.systemUTC());
                JobQueue jobs = new JobQueue(workspace, Clock.systemUTC());
                JobEvents events = new JobEvents(jobs)) {
            StudyJobs ofStudies = StudyJobs.of(jobs, workspace);
            return new RouteTable(
                            workspace,
                            ofStudies,
                            events,
                            ExampleJobs.of(
                                    jobs,
                                    ofStudies.fits(),
                                    new ExampleStudies(directory, TaskCatalogue.empty()),
                                    workspace),
                            new Idempotency(new IdempotentAnswers(workspace, Clock.systemUTC())),
                            new Pages(new BasePath("")),
                            new AccessControl(workspace.access(), new BasePath("")),
                            new Metrics(workspace, jobs, Clock.systemUTC()),
                            Clock.systemUTC(),
                            SuiteForecasts.of(workspace, jobs, Clock.systemUTC()))
                    .routes().stream()
                            .map(route -> route.verb() + " " + route.path())
                            .toList();
        }
    }

    static List<String> documented() throws IOException {
        List<String> addresses = new ArrayList<>();
        String guide = Files.readString(Path.of("src/docs/api.md"));
        for (String line :
                guide.substring(0, guide.indexOf("\n## Errors\n")).lines().toList()) {
            if (!line.startsWith("| `")) continue;
            Matcher row = LINE.matcher(line);
            assertThat(row.matches()).as("a row of an address: " + line).isTrue();
            addresses.add(row.group(1) + " " + row.group(2));
            for (String suffix : row.group(3).replace("`", "").strip().split(" "))
                if (!suffix.isEmpty()) addresses.add(row.group(1) + " " + row.group(2) + suffix);
        }
        return addresses;
    }

    @Test
    void everyAddressIsDocumentedAndEveryDocumentedAddressIsServed() throws IOException {
        assertThat(documented()).containsExactlyInAnyOrderElementsOf(served());
    }

    @Test
    void noAddressIsRegisteredTwice() {
        assertThat(served()).doesNotHaveDuplicates();
    }

    @Test
    void noAddressIsHiddenByOneBeforeIt() {
        List<String> served = served();
        Set<String> before = new HashSet<>();
        for (String address : served) {
            String path = address.replaceAll("\\{[a-z0-9]+}", "x");
            for (String earlier : before)
                assertThat(path)
                        .as(address + " is answered by " + earlier)
                        .doesNotMatch(earlier.replace(".", "\\.").replaceAll("\\{[a-z0-9]+}", "[^/]+"));
            before.add(address);
        }
    }

    @Test
    void everyKindOfEntryThatAPersonStatesHasItsTwoAddresses() {
        assertThat(LedgerEntry.Kind.stated())
                .isNotEmpty()
                .allSatisfy(kind -> assertThat(served())
                        .contains("POST /api/v1/forecasts/{id}/" + kind.key(), "POST /ledger/{id}/" + kind.key()));
    }
}
