/** Rows that need not fit into memory: kept, grouped and compared on the disk. */
package org.emergencelaw.spill;
