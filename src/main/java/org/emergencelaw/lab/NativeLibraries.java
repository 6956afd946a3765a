package org.emergencelaw.lab;

import java.io.FileNotFoundException;

/** The engine's libraries, which the service does without. */
final class NativeLibraries {

    private static final String ENGINE = "ai/djl/pytorch/engine/PtEngine.class";
    private static final String BRIDGE = "jnilib/pytorch.properties";
    private static final String LIBRARY = "native/lib/pytorch.properties";

    private NativeLibraries() {}

    /**
     * Sets the engine to one thread and to stay off the network; call before anything of it is loaded.
     *
     * @throws FileNotFoundException if a library is missing, with what to do
     */
    static void require() throws FileNotFoundException {
        for (String needed : new String[] {ENGINE, BRIDGE, LIBRARY})
            if (NativeLibraries.class.getClassLoader().getResource(needed) == null)
                throw new FileNotFoundException(ADVICE);
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    }

    private static final String ADVICE = """
            the lab needs DJL and libtorch, which the service goes without (120 MB, Linux x86-64). Fetch them once with
              ./mvnw -q -DskipTests -Plab package
            and run the command again: the jar looks for them in the folder lab beside itself""";
}
