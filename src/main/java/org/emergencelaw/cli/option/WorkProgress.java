package org.emergencelaw.cli.option;

import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far long work is, with the time that is left: a bar on a terminal, nothing elsewhere. */
public final class WorkProgress implements AutoCloseable {

    private final Optional<ProgressBar> bar;

    private WorkProgress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /** @param what is counted */
    public static WorkProgress of(Terminal terminal, String what) {
        if (System.console() == null) return new WorkProgress(Optional.empty());
        return new WorkProgress(Optional.of(new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(0)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                .build()));
    }

    /** There is more to do than was known. */
    public void more(int steps) {
        bar.ifPresent(shown -> shown.maxHint(Math.max(0, shown.getMax()) + steps));
    }

    public void step() {
        bar.ifPresent(ProgressBar::step);
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
