package org.emergencelaw.ingest.container;

import java.io.IOException;
import org.emergencelaw.format.RowError;
import org.emergencelaw.ingest.table.ImportFile;

/** A container that is broken, or that would make of little very much. */
public final class UnreadableContainer extends IOException {

    private static final long serialVersionUID = 1;

    private final transient RowError error;

    UnreadableContainer(ImportFile file, String value, String rule, String hint) {
        super(rule);
        this.error = new RowError(file.name(), 1, "", value, rule, hint);
    }

    public RowError error() {
        return error;
    }
}
