package org.emergencelaw.observation;

/**
 * Something a person should know before trusting a result.
 *
 * @param code stable snake_case name
 * @param message one sentence that says what was seen and what to do
 */
public record Warning(String code, String message) {}
