package org.emergencelaw.backtest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Families that share so much that they count as one in a bootstrap: the same made-up language, the same recipe, the same checkpoints
 * under two names. A family that no cluster names is one of its own.
 */
public final class Clusters {

    /** Every family by itself. */
    public static final Clusters NONE = new Clusters(Map.of());

    private final Map<String, Pattern> byName;

    private Clusters(Map<String, Pattern> byName) {
        this.byName = byName;
    }

    /**
     * @param named each {@code NAME=FAMILY,FAMILY}; {@code *} in a family stands for anything
     * @throws IllegalArgumentException if one is written otherwise
     */
    public static Clusters of(List<String> named) {
        Map<String, Pattern> byName = new LinkedHashMap<>();
        for (String one : named) {
            int equals = one.indexOf('=');
            if (equals < 1 || equals == one.length() - 1)
                throw new IllegalArgumentException("cluster must be NAME=FAMILY,FAMILY, was " + one);
            String families = Stream.of(one.substring(equals + 1).split(","))
                    .map(Clusters::regex)
                    .collect(Collectors.joining("|"));
            byName.put(one.substring(0, equals), Pattern.compile(families));
        }
        return new Clusters(byName);
    }

    private static String regex(String family) {
        return Stream.of(family.strip().split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }

    /** The cluster of a family; the first that names it. */
    String of(String family) {
        return byName.entrySet().stream()
                .filter(cluster -> cluster.getValue().matcher(family).matches())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(family);
    }
}
