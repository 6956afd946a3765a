/** Results of lm-evaluation-harness, aggregated or by item. */
package org.emergencelaw.ingest.harness;
