package org.emergencelaw.observation;

import java.time.Instant;

/**
 * A family of checkpoints with many tasks: a study a task.
 *
 * @param id URL-safe identifier
 * @param name what people call it
 * @param family the family whose checkpoints its studies hold; rows without a family belong to it
 * @param convention how its studies count
 */
public record Suite(String id, String name, String family, Instant createdAt, ComputeConvention convention) {

    /** Most characters of an id, so that a task's name has room behind it in the id of a study. */
    public static final int LONGEST_ID = 40;

    public Suite {
        if (!id.matches("[a-z0-9][a-z0-9-]{0," + (LONGEST_ID - 1) + "}"))
            throw new IllegalArgumentException(
                    "suite id must be lower-case letters, digits and hyphens, at most " + LONGEST_ID + ", was " + id);
        if (name.isBlank() || name.length() > 200)
            throw new IllegalArgumentException("name must have 1 to 200 characters, had " + name.length());
        if (family.isBlank() || family.length() > 200)
            throw new IllegalArgumentException("family must have 1 to 200 characters, had " + family.length());
    }

    /** The same under another id. */
    public Suite withId(String other) {
        return new Suite(other, name, family, createdAt, convention);
    }
}
