package org.emergencelaw.report.archive;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.Version;
import org.emergencelaw.format.DisplayNumbers;
import org.emergencelaw.observation.Study;
import org.emergencelaw.observation.Suite;
import org.emergencelaw.workspace.FitAnswer;
import org.emergencelaw.workspace.ForecastAnswer;
import org.emergencelaw.workspace.ForecastLedger;

/**
 * How to name something elsewhere, so that somebody else finds it, or comes to the same numbers.
 *
 * @param title what it is
 * @param version of the program that made it
 * @param of what the digest is of
 * @param sha256 that digest
 * @param seed absent where it is not of one fit
 * @param at when it was made
 * @param address where it stands; absent where it stands nowhere
 * @param key what tells it from all others, of hexadecimal digits
 */
public record Citation(
        String title,
        String version,
        String of,
        String sha256,
        OptionalLong seed,
        Instant at,
        Optional<String> address,
        String key) {

    private static final String ROWS = "rows";
    private static final int KEY = 12;
    private static final String[] MONTHS = {
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
    };

    public static Citation of(Study study, FitAnswer answer, Optional<String> address) {
        return of(
                title(study),
                answer.fit(),
                answer.createdAt(),
                address,
                answer.fit().inputSha256());
    }

    public static Citation of(Study study, ForecastAnswer.Stored forecast, Optional<String> address) {
        return of(
                "Forecast for " + title(study) + ": "
                        + forecast.report().forecast().claim(),
                forecast.report().fit(),
                forecast.createdAt(),
                address,
                forecast.id().replace("-", ""));
    }

    private static Citation of(String title, EmergenceFit fit, Instant at, Optional<String> address, String key) {
        return new Citation(
                title, fit.version(), ROWS, fit.inputSha256(), OptionalLong.of(fit.seed()), at, address, key);
    }

    private static String title(Study study) {
        return study.name() + " (" + study.task().name() + ", family " + study.family() + ")";
    }

    /** Of the entry that locked it. */
    public static Citation of(ForecastLedger.Entry entry, Optional<String> address) {
        ForecastLedger.Event lock = entry.entries().get(0);
        return new Citation(
                "Locked forecast: " + entry.lock().claim(),
                entry.lock().version(),
                "ledger entry " + lock.sequence(),
                lock.sha256(),
                OptionalLong.of(entry.lock().seed()),
                lock.at(),
                address,
                lock.sha256());
    }

    /** @param sha256 of the digests of its tasks */
    public static Citation of(Suite suite, String sha256, Instant at, Optional<String> address) {
        return new Citation(
                suite.name() + " (suite of tasks, family " + suite.family() + ")",
                Version.CURRENT,
                "rows of all tasks",
                sha256,
                OptionalLong.empty(),
                at,
                address,
                sha256);
    }

    /** In a sentence or two. */
    public String text() {
        return title + (title.endsWith(".") ? " " : ". ") + "emergence-law " + version + ", " + DisplayNumbers.day(at)
                + ", " + note() + "." + address.map(place -> " " + place).orElse("");
    }

    private String note() {
        return (seed.isPresent() ? "seed " + seed.getAsLong() + ", " : "") + of + " SHA-256 " + sha256;
    }

    /** For LaTeX. */
    public String bibtex() {
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("title", "{{" + escaped(title) + "}}");
        fields.put("howpublished", "{emergence-law " + escaped(version) + "}");
        fields.put("year", "{" + day.getYear() + "}");
        fields.put("month", MONTHS[day.getMonthValue() - 1]);
        fields.put("note", "{" + escaped(note()) + "}");
        address.ifPresent(place -> fields.put("url", "{" + place + "}"));
        return fields.entrySet().stream()
                .map(field -> "  " + field.getKey() + " = " + field.getValue())
                .collect(Collectors.joining(
                        ",\n",
                        "@misc{emergence-law-" + key.substring(0, KEY).toLowerCase(Locale.ROOT) + ",\n",
                        "\n}\n"));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\textbackslash ")
                .replaceAll("([{}&%$#_])", "\\\\$1")
                .replace("~", "\\textasciitilde ")
                .replace("^", "\\textasciicircum ");
    }
}
