/** Text formats, whatever they carry: JSON, YAML, CSV, numbers and names as text, errors in rows. */
package org.emergencelaw.format;
