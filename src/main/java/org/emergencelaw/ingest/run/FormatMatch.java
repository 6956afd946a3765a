package org.emergencelaw.ingest.run;

import java.util.Arrays;
import java.util.Optional;

/**
 * Whether a file is of a format.
 *
 * @param kind how far it is
 * @param what of a file that is: which one of the program's files, where there are several; of one that is nearly: what is wrong
 */
public record FormatMatch(Kind kind, String what) {

    /** How far a file is of a format. */
    public enum Kind {
        /** Of another one. */
        NO,
        /** Its first keys are there, and something that must be beside them is not. */
        NEARLY,
        YES,
        /** Items behind results, which say nothing that the results do not. */
        ITEMS
    }

    public static final FormatMatch NO = new FormatMatch(Kind.NO, "");
    public static final FormatMatch YES = new FormatMatch(Kind.YES, "");
    public static final FormatMatch ITEMS = new FormatMatch(Kind.ITEMS, "");

    /** One of several kinds of files of a program. */
    public static FormatMatch yes(String which) {
        return new FormatMatch(Kind.YES, which);
    }

    /** Of the format but for what is wrong with it; the first fault counts, and where there is none, it is right. */
    @SafeVarargs
    public static FormatMatch unless(Optional<String>... faults) {
        return Arrays.stream(faults)
                .flatMap(Optional::stream)
                .findFirst()
                .map(fault -> new FormatMatch(Kind.NEARLY, fault))
                .orElse(YES);
    }

    /** Whether it is to be read. */
    public boolean read() {
        return kind == Kind.YES || kind == Kind.ITEMS;
    }
}
