package org.emergencelaw.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.container.Containers;
import org.emergencelaw.ingest.container.UnreadableContainer;
import org.emergencelaw.ingest.table.ImportFile;
import org.emergencelaw.ingest.table.ImportMapping;

/**
 * The files of an import, taken out of their containers, with what each holds.
 *
 * @param passedOver files beside those of evaluation programs in an archive, and why they are of no interest
 * @param refusal of a container that cannot be read; then there are no files
 */
record RecognisedFiles(List<RecognisedFile> files, List<ImportMapping.LeftOut> passedOver, Optional<RowError> refusal) {

    private static final String NO_FORMAT = "it is of no format that is read";

    RecognisedFiles {
        files = List.copyOf(files);
        passedOver = List.copyOf(passedOver);
    }

    /**
     * Throws only when a stream does.
     *
     * @param mapped whether the columns of a table are assigned one by one
     */
    static RecognisedFiles of(List<ImportFile> files, boolean mapped) throws IOException {
        List<RecognisedFile> found = new ArrayList<>();
        List<ImportMapping.LeftOut> passedOver = new ArrayList<>();
        try {
            for (ImportFile file : files) {
                Containers.Unpacked unpacked = Containers.of(file);
                List<RecognisedFile> inside = new ArrayList<>();
                for (ImportFile each : unpacked.files()) inside.add(RecognisedFile.of(each, mapped));
                boolean program = unpacked.many() && inside.stream().anyMatch(RecognisedFile::ofInterest);
                for (RecognisedFile each : inside)
                    if (program && !each.ofInterest())
                        passedOver.add(leftOut(each.file().name(), NO_FORMAT));
                    else found.add(each);
                for (UnreadableContainer unread : unpacked.unread())
                    passedOver.add(leftOut(unread.error().file(), unread.error().rule()));
            }
        } catch (UnreadableContainer unreadable) {
            return new RecognisedFiles(List.of(), List.of(), Optional.of(unreadable.error()));
        }
        return new RecognisedFiles(found, passedOver, Optional.empty());
    }

    private static ImportMapping.LeftOut leftOut(String file, String why) {
        return new ImportMapping.LeftOut(file, file.substring(file.lastIndexOf('/') + 1), why);
    }

    boolean ofProgram() {
        return files.stream().anyMatch(file -> file.kind().ofProgram());
    }

    RecognisedFiles withoutItems() {
        return new RecognisedFiles(
                files.stream().filter(file -> !file.ofItems()).toList(), passedOver, refusal);
    }
}
