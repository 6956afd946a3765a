package org.emergencelaw.sweep.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * The executors of a cluster of Apache Spark, which need nothing but the jar of this program: they are sent it. A unit of work is a
 * text, and so is what comes of it; what an executor had in hand when it was lost is done again by another one.
 */
public final class SparkCluster implements AutoCloseable {

    /** So that what is lost with an executor, or with the driver, is little. */
    private static final int MOST_UNITS_A_TASK = 16;

    /** So that no core waits long for the last one. */
    private static final int TASKS_A_CORE = 4;

    private final JavaSparkContext context;

    private SparkCluster(JavaSparkContext context) {
        this.context = context;
    }

    /** Who is told of each unit that is done, one after the other, in any order. */
    public interface Done {
        void done(int unit, String result);
    }

    /**
     * @param master as Spark writes it
     * @param name under which the work is shown there
     * @throws LinkageError if Spark is not on the class path
     * @throws IOException if the master cannot be had
     */
    public static SparkCluster of(String master, String name) throws IOException {
        SparkConf settings = new SparkConf()
                .setMaster(master)
                .setAppName(name)
                .setIfMissing("spark.ui.enabled", "false")
                .setIfMissing("spark.log.level", "WARN");
        // none where the program runs from a folder of classes
        for (String jar : jars()) settings.setIfMissing("spark.jars", jar);
        try {
            return new SparkCluster(new JavaSparkContext(settings));
        } catch (Exception refused) {
            throw new IOException("--master " + master + " cannot be had: " + firstLine(refused), refused);
        }
    }

    private static List<String> jars() {
        String[] jar = JavaSparkContext.jarOfClass(SparkCluster.class);
        return jar == null ? List.of() : List.of(jar);
    }

    /**
     * Has units done on all cores of the cluster.
     *
     * @param work what is done with each; it must not depend on where it runs
     * @throws IOException if the cluster gave up
     */
    public <W extends UnaryOperator<String> & Serializable> void work(List<String> units, W work, Done done)
            throws IOException {
        if (units.isEmpty()) return;
        List<Unit> numbered = new ArrayList<>();
        for (String unit : units) numbered.add(new Unit(numbered.size(), unit));
        try {
            RDD<Unit> spread =
                    context.parallelize(numbered, tasks(units.size())).rdd();
            context.sc()
                    .runJob(spread, new Task(work), new Receiver(done), ClassTag$.MODULE$.<Unit[]>apply(Unit[].class));
        } catch (Exception gaveUp) {
            throw new IOException("the cluster gave up: " + firstLine(gaveUp), gaveUp);
        }
    }

    /** Without the stack that Spark writes below it. */
    private static String firstLine(Exception exception) {
        return String.valueOf(exception.getMessage()).lines().findFirst().orElse("");
    }

    private int tasks(int units) {
        int forAllCores = Math.min(units, TASKS_A_CORE * Math.max(1, context.defaultParallelism()));
        return Math.max(forAllCores, (units + MOST_UNITS_A_TASK - 1) / MOST_UNITS_A_TASK);
    }

    @Override
    public void close() {
        context.close();
    }

    /** A unit, or what came of it. */
    private record Unit(int number, String text) implements Serializable {}

    /** What an executor does. */
    private static final class Task extends AbstractFunction2<TaskContext, Iterator<Unit>, Unit[]>
            implements Serializable {

        private static final long serialVersionUID = 1;

        // its type is that of the caller's work, which is serializable
        @SuppressWarnings("serial")
        private final UnaryOperator<String> work;

        Task(UnaryOperator<String> work) {
            this.work = work;
        }

        @Override
        public Unit[] apply(TaskContext task, Iterator<Unit> units) {
            List<Unit> results = new ArrayList<>();
            while (units.hasNext()) {
                Unit unit = units.next();
                results.add(new Unit(unit.number, work.apply(unit.text)));
            }
            return results.toArray(new Unit[0]);
        }
    }

    /** Takes results in, here; Spark calls it for one task at a time. */
    private static final class Receiver extends AbstractFunction2<Object, Unit[], BoxedUnit> {

        private final Done done;

        Receiver(Done done) {
            this.done = done;
        }

        @Override
        public BoxedUnit apply(Object task, Unit[] results) {
            for (Unit result : results) done.done(result.number, result.text);
            return BoxedUnit.UNIT;
        }
    }
}
