package org.emergencelaw.observation;

import java.time.Instant;

/**
 * One task on one family of checkpoints; observations, fits and forecasts refer to it by id.
 *
 * @param id URL-safe identifier
 * @param name what people call it
 * @param task benchmark, trivial accuracy and few-shot count
 * @param convention how it counts
 * @param family the family whose checkpoints it holds; rows without a family belong to it
 */
public record Study(String id, String name, Task task, String family, Instant createdAt, ComputeConvention convention) {

    /** A study that counts as is usual, with measured losses. */
    public Study(String id, String name, Task task, String family, Instant createdAt) {
        this(id, name, task, family, createdAt, ComputeConvention.DEFAULT);
    }

    public Study {
        if (!id.matches("[a-z0-9][a-z0-9-]{0,79}"))
            throw new IllegalArgumentException("study id must be lower-case letters, digits and hyphens, was " + id);
        if (name.isBlank() || name.length() > 200)
            throw new IllegalArgumentException("name must have 1 to 200 characters, had " + name.length());
        if (family.isBlank() || family.length() > 200)
            throw new IllegalArgumentException("family must have 1 to 200 characters, had " + family.length());
    }

    /** The same under another name. */
    public Study withName(String other) {
        return new Study(id, other, task, family, createdAt, convention);
    }

    /** The same under another id. */
    public Study withId(String other) {
        return new Study(other, name, task, family, createdAt, convention);
    }
}
