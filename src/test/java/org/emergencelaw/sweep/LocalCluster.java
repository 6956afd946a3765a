package org.emergencelaw.sweep;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** A standalone cluster of Apache Spark on this machine: a master and workers of one core each, every one a process of its own. */
public final class LocalCluster implements AutoCloseable {

    private static final Path HOME = Path.of("target/spark").toAbsolutePath();
    private static final String JAR = Path.of(System.getProperty("emergencelaw.jar", "target/emergence-law.jar"))
            .toAbsolutePath()
            .toString();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    private LocalCluster(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** @param folder of logs, and of what executors keep */
    public static LocalCluster start(Path folder, int workers) throws IOException {
        LocalCluster cluster = new LocalCluster(folder, freePort());
        try {
            cluster.process(
                    "master",
                    "state: alive",
                    "org.apache.spark.deploy.master.Master",
                    List.of("--port", Integer.toString(cluster.port)));
            for (int worker = 0; worker < workers; worker++)
                cluster.process(
                        "worker" + worker,
                        "successfully registered with master",
                        "org.apache.spark.deploy.worker.Worker",
                        List.of(
                                "--cores",
                                "1",
                                "--memory",
                                "512m",
                                "--work-dir",
                                folder.resolve("work" + worker).toString(),
                                cluster.url()));
            return cluster;
        } catch (IOException | RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public String url() {
        return "spark://127.0.0.1:" + port;
    }

    private void process(String name, String ready, String main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(java("-Xmx128m", "-Dspark.master.rest.enabled=false"));
        command.addAll(List.of("-cp", HOME + "/jars/*", main, "--host", "127.0.0.1", "--webui-port", "0"));
        command.addAll(arguments);
        Path log = folder.resolve(name + ".log");
        processes.add(builder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.readString(log).toLowerCase(Locale.ROOT).contains(ready)) {
            if (System.nanoTime() > until) throw new IOException(name + " does not start: " + Files.readString(log));
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static List<String> java(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        return command;
    }

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SPARK_HOME", HOME.toString());
        // else a worker looks for it in the scripts of a distribution
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder;
    }

    /** The program without Spark. */
    public static ProcessBuilder alone(List<String> arguments) {
        List<String> command = java("-Xmx512m", "-jar", JAR);
        command.addAll(arguments);
        return builder(command);
    }

    /** The program with Spark on its class path. */
    public static ProcessBuilder driver(List<String> arguments) {
        List<String> command = java(
                "-Xmx512m",
                "-Dspark.executor.memory=512m",
                "-Dspark.driver.host=127.0.0.1",
                "-cp",
                HOME + "/jars/*:" + JAR,
                "org.emergencelaw.cli.Main");
        command.addAll(arguments);
        return builder(command);
    }

    /** The same by {@code spark-submit}. */
    public ProcessBuilder submit(List<String> arguments) {
        List<String> command = java("-Xmx512m", "-cp", HOME + "/jars/*", "org.apache.spark.deploy.SparkSubmit");
        command.addAll(List.of("--master", url(), "--conf", "spark.executor.memory=512m"));
        command.addAll(List.of("--conf", "spark.driver.host=127.0.0.1", "--class", "org.emergencelaw.cli.Main", JAR));
        command.addAll(arguments);
        return builder(command);
    }

    /** SIGKILL for a worker and its executors. */
    public void kill(int worker) throws InterruptedException {
        Process process = processes.get(1 + worker);
        List<ProcessHandle> executors = process.descendants().toList();
        process.destroyForcibly().waitFor();
        executors.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        for (Process process : processes) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
