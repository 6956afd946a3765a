package org.emergencelaw.ingest;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.emergencelaw.ingest.harness.HarnessReader;
import org.emergencelaw.ingest.reader.BigBench;
import org.emergencelaw.ingest.reader.EveryEvalEver;
import org.emergencelaw.ingest.reader.Helm;
import org.emergencelaw.ingest.reader.Inspect;
import org.emergencelaw.ingest.reader.Lighteval;
import org.emergencelaw.ingest.reader.MlFlow;
import org.emergencelaw.ingest.reader.Olmes;
import org.emergencelaw.ingest.reader.OpenCompass;
import org.emergencelaw.ingest.reader.WeightsAndBiases;
import org.emergencelaw.ingest.run.FileOutline;
import org.emergencelaw.ingest.run.FormatMatch;
import org.emergencelaw.ingest.run.RunReader;

/** The evaluation programs whose files are read, a line a program. */
final class RunReaders {

    /** Where a file could be of two, the first takes it: those that are told by more go before. */
    static final List<RunReader> ALL = List.of(
            new Lighteval(),
            new Olmes(),
            new Helm(),
            new OpenCompass(),
            new Inspect(),
            new EveryEvalEver(),
            new BigBench(),
            new WeightsAndBiases(),
            new MlFlow(),
            new HarnessReader());

    private RunReaders() {}

    /** What is read, for a sentence. */
    static String names() {
        return ALL.stream().map(RunReader::program).collect(Collectors.joining(", "));
    }

    /** A file with the reader that takes it, or that almost does. */
    record Found(RunReader reader, FormatMatch match) {}

    /** The first reader that takes the file, else the first that almost does; none for a file of no program. */
    static Optional<Found> of(FileOutline outline) {
        List<Found> found = ALL.stream()
                .map(reader -> new Found(reader, reader.match(outline)))
                .filter(each -> each.match().kind() != FormatMatch.Kind.NO)
                .toList();
        List<Found> read = found.stream().filter(each -> each.match().read()).toList();
        return (read.isEmpty() ? found : read).stream().findFirst();
    }
}
