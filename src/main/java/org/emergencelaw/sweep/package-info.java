/** The same question of many studies: tables in, tables out, on all cores, resumable, the same bytes on any number of them. */
package org.emergencelaw.sweep;
