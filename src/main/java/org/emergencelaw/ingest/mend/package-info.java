/** Tables that are not read as they were meant: what would mend them, tried before it is proposed. */
package org.emergencelaw.ingest.mend;
