package org.emergencelaw.ingest;

import java.util.Map;

/**
 * One observation as text: column name to cell.
 *
 * @param line where it stands, for error messages
 * @param cells a blank cell means the same as none
 */
public record Row(int line, Map<String, String> cells) {}
