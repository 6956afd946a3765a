package org.emergencelaw.fit;

/** Version of this software, written into every result. */
public final class Version {

    /** As in the jar's manifest; {@code dev} when run from classes. */
    public static final String CURRENT = read();

    private Version() {}

    private static String read() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
