package org.emergencelaw.lab;

/** Told how far a piece of work is; a command draws a bar. */
public interface Progress {

    /** Tells nobody. */
    Progress NONE = new Progress() {
        @Override
        public void begin(String work, String unit, long from, long total) {
            // nobody listens
        }

        @Override
        public void reached(long done, String note) {
            // nobody listens
        }

        @Override
        public void end() {
            // nobody listens
        }
    };

    /**
     * A piece of work begins.
     *
     * @param work such as {@code S-0 pretraining}
     * @param unit what is counted, such as {@code tokens}
     * @param from how much was done by an earlier run
     */
    void begin(String work, String unit, long from, long total);

    /** @param note such as the loss */
    void reached(long done, String note);

    void end();
}
