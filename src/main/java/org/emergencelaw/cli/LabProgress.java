package org.emergencelaw.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
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

    private LabProgress(Terminal terminal, boolean bar) {
        this.terminal = terminal;
        this.bar = bar;
    }

    static LabProgress on(Terminal terminal) {
        return new LabProgress(terminal, System.console() != null);
    }

    @Override
    public void begin(String name, String unit, long start, long total) {
        work = name;
        from = start;
        done = start;
        began = System.nanoTime();
        if (bar)
            shown = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setUnit(" " + unit, 1)
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
            terminal.err()
                    .printf(
                            "%s: %,d done, %s, %.1f s, %,.0f a second%n",
                            work, done - from, note, seconds, (done - from) / seconds);
        }
    }
}
