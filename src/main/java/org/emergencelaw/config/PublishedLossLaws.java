package org.emergencelaw.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emergencelaw.format.Yaml;
import org.emergencelaw.law.LossLawForm;
import org.emergencelaw.law.ParamTokenLaw;
import org.emergencelaw.observation.ParamCount;

/**
 * The published loss laws of {@code configs/loss-laws.yaml}.
 *
 * @param entries in the order of the file, names unique
 */
public record PublishedLossLaws(List<Entry> entries) {

    /**
     * One published law.
     *
     * @param standardErrors of the parameters that have one, by name
     * @param counts whether N counts {@code embedding} parameters too, or is {@code non_embedding}
     * @param corpus what the loss was measured on
     * @param source where the numbers stand
     */
    public record Entry(
            String name,
            ParamTokenLaw law,
            Map<String, Double> standardErrors,
            String counts,
            String corpus,
            String source) {

        /** What N counts. */
        public ParamCount paramCount() {
            return ParamCount.of(counts);
        }
    }

    private record File(List<Item> lossLaws) {}

    private record Item(
            String name,
            String form,
            Map<String, Double> parameters,
            Optional<Map<String, Double>> standardErrors,
            String counts,
            String corpus,
            String source) {}

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a key is unknown or missing, an entry breaks a rule or a name is used twice
     */
    public static PublishedLossLaws read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Item item : Yaml.read(file, File.class).lossLaws()) {
            if (!names.add(item.name()))
                throw new IllegalArgumentException("there are two loss laws named " + item.name());
            entries.add(entry(item));
        }
        return new PublishedLossLaws(List.copyOf(entries));
    }

    private static Entry entry(Item item) {
        if (!Set.of("embedding", "non_embedding").contains(item.counts()))
            throw new IllegalArgumentException(
                    "counts of " + item.name() + " must be embedding or non_embedding, was " + item.counts());
        return new Entry(
                item.name(),
                law(item),
                item.standardErrors().orElse(Map.of()),
                item.counts(),
                item.corpus(),
                item.source());
    }

    private static ParamTokenLaw law(Item item) {
        Optional<LossLawForm> form = LossLawForm.of(item.form()).filter(LossLawForm::overParamsAndTokens);
        if (form.isEmpty())
            throw new IllegalArgumentException("form of " + item.name() + " must be "
                    + Arrays.stream(LossLawForm.values())
                            .filter(LossLawForm::overParamsAndTokens)
                            .map(LossLawForm::key)
                            .collect(Collectors.joining(" or "))
                    + ", was "
                    + item.form());
        List<String> names = form.get().parameterNames();
        if (!item.parameters().keySet().equals(Set.copyOf(names)))
            throw new IllegalArgumentException(
                    "parameters of " + item.name() + " must be " + String.join(", ", names) + ", were "
                            + String.join(", ", new TreeSet<>(item.parameters().keySet())));
        double[] values = names.stream().mapToDouble(item.parameters()::get).toArray();
        return (ParamTokenLaw) form.get().law(values);
    }

    /** Those beside the catalogue of tasks of the settings, where they are there. */
    public static PublishedLossLaws of(ServiceConfig settings) throws IOException {
        return usual(UsualFiles.find(Path.of(settings.tasks())).resolveSibling("loss-laws.yaml"));
    }

    /** Those of the usual file where it exists, else none. */
    public static PublishedLossLaws usual(Path file) throws IOException {
        return Files.exists(file) ? read(file) : new PublishedLossLaws(List.of());
    }

    /**
     * Entry with this name.
     *
     * @throws IllegalArgumentException naming those there are, if there is none
     */
    public Entry require(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("loss_law must be one of "
                        + String.join(", ", entries.stream().map(Entry::name).toList()) + ", was " + name));
    }

    /** Entry with this name, exactly as written. */
    public Optional<Entry> find(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
