package org.emergencelaw.cli.option;

import org.emergencelaw.fit.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: name and version of the program. */
public final class VersionOption implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"emergence-law " + Version.CURRENT};
    }
}
