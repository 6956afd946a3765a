package org.emergencelaw.cli.option;

import java.io.IOException;
import java.util.Optional;
import org.emergencelaw.sweep.spark.SparkCluster;
import picocli.CommandLine.Option;

/** Where long work is done: here, or on a cluster. */
public final class ClusterOptions {

    private static final String SLF4J_SAYS = "slf4j.internal.verbosity";

    private static final String ABSENT =
            "--master needs Apache Spark 4 on the class path, which is no part of this program: java -cp"
                    + " \"$SPARK_HOME/jars/*:emergence-law.jar\" org.emergencelaw.cli.Main ..., or spark-submit --class"
                    + " org.emergencelaw.cli.Main emergence-law.jar ...; ./mvnw -q -DskipTests -Pspark package puts its"
                    + " libraries into target/spark/jars";

    @Option(
            names = "--master",
            paramLabel = "URL",
            description =
                    "Master of Apache Spark, such as spark://host:7077 or local[4]: its executors do the work, and the bytes"
                            + " stay the same. Spark must be on the class path; -Dspark.NAME=VALUE sets what else it asks."
                            + " spark-submit names the master itself.")
    private Optional<String> master = Optional.empty();

    /** Under spark-submit it is set already. */
    private Optional<String> master() {
        return master.or(() -> Optional.ofNullable(System.getProperty("spark.master")));
    }

    /**
     * Work on a cluster.
     *
     * @param <T> what comes of it
     */
    public interface OnCluster<T> {
        T on(SparkCluster cluster) throws IOException;
    }

    /** Whether a cluster is to do the work. */
    public boolean given() {
        return master().isPresent();
    }

    /**
     * Does work on the cluster that is named.
     *
     * @throws IllegalArgumentException if Spark is not on the class path
     */
    public <T> T run(String name, OnCluster<T> work) throws IOException {
        // this program's own logging lies on the class path beside Spark's, and gives way without a word
        if (System.getProperty(SLF4J_SAYS) == null) System.setProperty(SLF4J_SAYS, "ERROR");
        try (SparkCluster cluster = cluster(name)) {
            return work.on(cluster);
        }
    }

    private SparkCluster cluster(String name) throws IOException {
        try {
            return SparkCluster.of(master().orElseThrow(), "emergence-law " + name);
        } catch (LinkageError absent) {
            throw new IllegalArgumentException(ABSENT, absent);
        }
    }
}
