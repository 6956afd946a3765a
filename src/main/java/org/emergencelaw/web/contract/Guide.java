package org.emergencelaw.web.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The guide to the addresses, {@code api.md}: what each does, in words that stand nowhere else.
 *
 * @param topics that have addresses, in their order
 * @param addresses by verb and path
 */
record Guide(Set<String> topics, Map<String, Line> addresses) {

    /** What an address does. */
    record Line(String topic, String words) {}

    private static final String PLACE = "api.md";
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z]+) (/[^`]*)`((?: `\\.[a-z]+`)*) \\| ([^|]+) \\|");
    private static final Pattern TOPIC = Pattern.compile("#{2,3} (.+)");

    static Guide read() {
        try (InputStream in = Objects.requireNonNull(Guide.class.getResourceAsStream(PLACE), PLACE)) {
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static Guide of(String text) {
        Set<String> topics = new LinkedHashSet<>();
        Map<String, Line> addresses = new LinkedHashMap<>();
        String topic = "";
        for (String line : text.lines().toList()) {
            Matcher heading = TOPIC.matcher(line), row = ROW.matcher(line);
            if (heading.matches()) topic = heading.group(1);
            else if (row.matches()) {
                topics.add(topic);
                Line words = new Line(topic, row.group(4).strip());
                addresses.put(row.group(1) + " " + row.group(2), words);
                for (String suffix : row.group(3).replace("`", "").strip().split(" "))
                    if (!suffix.isEmpty()) addresses.put(row.group(1) + " " + row.group(2) + suffix, words);
            }
        }
        return new Guide(topics, addresses);
    }

    Line line(String address) {
        return Objects.requireNonNull(addresses.get(address), () -> address + " does not stand in " + PLACE);
    }
}
