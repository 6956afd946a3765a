package org.emergencelaw.cli.lab;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.lab.Progress;
import org.jspecify.annotations.Nullable;

/** A bar a piece of work on a terminal, with speed, time left and loss; a line at its end elsewhere. */
final class LabProgress implements Progress {

    private static final int MILLIS_BETWEEN = 500;

    private final Terminal terminal;
    private final boolean bar;
    private @Nullable ProgressBar shown;
    private String work = "";
    private String note = "";
    private long from;
    private long done;
    private long began;
    private long cpuBegan;
    private String unit = "";

    private LabProgress(Terminal terminal, boolean bar) {
        this.terminal = terminal;
        this.bar = bar;
    }

    /** CPU time of the whole process: the engine computes outside Java's threads. */
    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    static LabProgress on(Terminal terminal) {
        return new LabProgress(terminal, System.console() != null);
    }

    @Override
    public void begin(String name, String counted, long start, long total) {
        work = name;
        from = start;
        done = start;
        unit = counted;
        began = System.nanoTime();
        cpuBegan = cpuNanos();
        if (bar)
            shown = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setUnit(" " + counted, 1)
                    .setInitialMax(total)
                    .startsFrom(start, java.time.Duration.ZERO)
                    .showSpeed()
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(MILLIS_BETWEEN)
                    .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                    .build();
    }

    @Override
    public void reached(long now, String news) {
        done = now;
        note = news;
        if (shown != null) shown.stepTo(now).setExtraMessage(" " + news);
    }

    @Override
    public void end() {
        if (shown != null) shown.close();
        else {
            double seconds = (System.nanoTime() - began) * 1e-9;
            double cpuSeconds = (cpuNanos() - cpuBegan) * 1e-9;
            terminal.err()
                    .printf(
                            "%s: %,d %s, %s, %.1f s, %.1f CPU s, %,.1f a CPU second%n",
                            work,
                            done - from,
                            unit,
                            note,
                            seconds,
                            cpuSeconds,
                            (done - from) / Math.max(cpuSeconds, 1e-9));
        }
    }
}
