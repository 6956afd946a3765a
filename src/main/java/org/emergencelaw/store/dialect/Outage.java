package org.emergencelaw.store.dialect;

/**
 * Why a database cannot do now what it can do at other times.
 *
 * @param what as told to people
 */
public record Outage(Kind kind, String what) {

    /** What is missing. */
    public enum Kind {
        /** Somebody else has it; nothing was kept. */
        TURN,
        /** Room, which somebody has to make; nothing was kept. */
        ROOM,
        /** The database itself, which may have gone before or after it kept what was written. */
        ANSWER
    }
}
