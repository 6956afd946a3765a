package org.emergencelaw.cli.study;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Lets an idle service give memory back. A JVM on a large machine takes a large heap and keeps it; these are the settings that
 * HotSpot lets a program change itself, so {@code java -jar} needs no options.
 */
final class IdleMemory {

    private IdleMemory() {}

    static void giveBack() {
        // collect after ten seconds without a collection, and keep at most a fifth of the heap free
        set("G1PeriodicGCInterval", "10000");
        set("MinHeapFreeRatio", "10");
        set("MaxHeapFreeRatio", "20");
    }

    private static void set(String name, String value) {
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).setVMOption(name, value);
        } catch (IllegalArgumentException otherJvm) {
            // it only costs memory
        }
    }
}
