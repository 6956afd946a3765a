package org.emergencelaw.workspace.example;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.emergencelaw.config.UsualFiles;
import org.emergencelaw.fit.EmergenceFit;
import org.emergencelaw.fit.FitOptions;
import org.emergencelaw.fit.StoredFit;
import org.emergencelaw.fit.Version;
import org.emergencelaw.observation.Study;
import org.emergencelaw.store.FitFile;
import org.emergencelaw.workspace.FitRequest;
import org.emergencelaw.workspace.Workspace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits of the examples, which lie in a folder beside their rows so that whoever opens one need not wait. The build makes them; one that is of other
 * rows, another version or other defaults is passed over, and the fit is made when it is asked for, as of any study.
 */
public final class ExampleFits {

    /** Of the examples' directory. */
    private static final String FOLDER = "fits";

    private static final Logger LOG = LoggerFactory.getLogger(ExampleFits.class);

    private final Path directory;

    /** @param directory of the examples; where it has no fits, those that came with the program are taken */
    public ExampleFits(Path directory) {
        this.directory = directory;
    }

    private Path file(String example) {
        return directory.resolve(FOLDER).resolve(example + ".json.gz");
    }

    /** Keeps the fit that ships with an example, where that is the one that the study would get. */
    void bring(String example, Study study, Workspace workspace) {
        if (workspace.fits().there(study)) return;
        shipped(example, study, workspace)
                .ifPresent(fitted -> workspace
                        .fits()
                        .keep(new StoredFit(
                                workspace.fits().currentId(study),
                                study.id(),
                                study.createdAt(),
                                FitOptions.DEFAULT,
                                fitted)));
    }

    /** The fit that ships with an example; absent where there is none, or not of what is in the study. */
    public Optional<EmergenceFit.WithDraws> shipped(String example, Study study, Workspace workspace) {
        Path file = UsualFiles.find(file(example));
        if (!Files.isReadable(file)) return Optional.empty();
        try (InputStream in = Files.newInputStream(file)) {
            FitFile read = FitFile.read(in);
            return read.fit().version().equals(Version.CURRENT)
                            && read.fit().inputSha256().equals(workspace.revision(study))
                            && read.options().equals(FitOptions.DEFAULT)
                            && read.task().equals(study.task())
                            && read.convention().equals(study.convention())
                    ? Optional.of(read.fitted())
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException other) {
            LOG.warn("the fit {} is passed over: {}", file, other.getMessage());
            return Optional.empty();
        }
    }

    /** Fits an example anew. */
    public static EmergenceFit.WithDraws make(Study study, Workspace workspace) {
        return workspace.fits().make(study, FitRequest.DEFAULT).fitted();
    }

    /** Writes a fit to where it is looked for. */
    public Path write(String example, Study study, EmergenceFit.WithDraws fitted) throws IOException {
        Path file = file(example);
        Files.createDirectories(directory.resolve(FOLDER));
        try (OutputStream out = Files.newOutputStream(file)) {
            FitFile.of(study, FitOptions.DEFAULT, fitted).write(out);
        }
        return file;
    }
}
