package org.emergencelaw.cli.study;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.emergencelaw.cli.option.ConsoleLog;
import org.emergencelaw.cli.option.ServiceOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.config.ServiceConfig;
import org.emergencelaw.config.TaskCatalogue;
import org.emergencelaw.fit.Version;
import org.emergencelaw.web.Server;
import org.emergencelaw.workspace.Workspace;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = {"Starts the service, pages and REST API, until it is stopped.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "Prints its address once it answers. SIGTERM and Ctrl-C let running requests finish first.",
            "",
            "Examples:",
            "  emergence-law serve",
            "  emergence-law serve --port 0 --database /srv/studies.db"
        })
public final class ServeCommand implements Callable<Integer> {

    /** Longer than the server gives running requests. */
    private static final int SECONDS_TO_STOP = 15;

    /** Without a collection for so long, little is asked. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Terminal terminal;
    private final Clock clock;

    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on (default: 127.0.0.1).")
    private Optional<String> host = Optional.empty();

    @Option(names = "--port", paramLabel = "N", description = "TCP port, 0 for a free one (default: 8080).")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--hosts",
            split = ",",
            paramLabel = "NAME",
            description = "Names under which people reach it, such as that of a proxy (default: this machine's own).")
    private List<String> hosts = List.of();

    @Option(
            names = "--insecure",
            description = "Let everybody in who reaches an address beyond this machine, although there is no token.")
    private boolean insecure;

    public ServeCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        ServiceConfig settings = options.settings();
        if (host.isPresent()) settings = settings.with("host", host.get());
        if (port.isPresent()) settings = settings.with("port", port.get());
        if (!hosts.isEmpty()) settings = settings.with("hosts", hosts);
        CountDownLatch closed = new CountDownLatch(1);
        // the log first: two threads that set it up at once lose lines
        LoggerFactory.getILoggerFactory();
        if (settings.logFormat().orElseThrow().equals("json")) ConsoleLog.asJson();
        Server.loadAhead(settings);
        try (Workspace workspace = Workspace.open(settings, TaskCatalogue.of(settings), clock);
                Server server = start(settings, workspace)) {
            Thread hook = stopOnExit(Thread.currentThread(), closed);
            terminal.out()
                    .println(
                            "emergence-law " + Version.CURRENT + " at http://" + settings.host() + ":" + server.port());
            giveIdleMemoryBack();
            waitForTheEnd();
            forget(hook);
        } finally {
            closed.countDown();
        }
        return 0;
    }

    private Server start(ServiceConfig settings, Workspace workspace) throws UnknownHostException {
        boolean beyond = !InetAddress.getByName(settings.host()).isLoopbackAddress();
        if (beyond && !insecure && !workspace.access().needed())
            throw new IllegalArgumentException("others can reach " + settings.host()
                    + ", and there is no token: make one (emergence-law token create NAME), or say --insecure");
        return Server.start(settings, workspace, clock);
    }

    /**
     * A JVM keeps what its memory once grew to. Where some time passes without a collection, because little is asked, one is made, and
     * the collector gives what is free back: at once where the JVM has {@code -XX:-ShrinkHeapInSteps}, as behind the launcher.
     */
    private static void giveIdleMemoryBack() {
        // at most a fifth of the heap stays free; HotSpot lets a program change these itself
        setOfJvm("MinHeapFreeRatio", "10");
        setOfJvm("MaxHeapFreeRatio", "20");
        Thread collecting = new Thread(ServeCommand::collectWhenIdle, "idle-memory");
        collecting.setDaemon(true);
        collecting.start();
    }

    private static void collectWhenIdle() {
        long before = -1, own = -1;
        try {
            while (true) {
                Thread.sleep(IDLE.toMillis());
                long now = collections();
                if (now == before && now != own) {
                    System.gc();
                    trimNativeHeap();
                    own = collections();
                }
                before = now;
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the compiler and SQLite gave back to the C library goes back to the machine. */
    private static void trimNativeHeap() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            null,
                            null);
        } catch (JMException otherJvm) {
            // it only costs memory
        }
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static void setOfJvm(String name, String value) {
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).setVMOption(name, value);
        } catch (IllegalArgumentException otherJvm) {
            // it only costs memory
        }
    }

    /** When the JVM is told to end, wakes the serving thread and lets it close what it opened. */
    private static Thread stopOnExit(Thread serving, CountDownLatch closed) {
        Thread hook = new Thread(
                () -> {
                    serving.interrupt();
                    try {
                        if (!closed.await(SECONDS_TO_STOP, TimeUnit.SECONDS))
                            Runtime.getRuntime().halt(1);
                    } catch (InterruptedException impatient) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    private static void waitForTheEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException end) {
            // asked to stop: by the hook, or by whoever started this thread
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // the hook is what woke us
        }
    }
}
