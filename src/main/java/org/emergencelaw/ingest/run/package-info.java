/** One run of one model by whatever evaluation program, and the rows that come of it. */
package org.emergencelaw.ingest.run;
