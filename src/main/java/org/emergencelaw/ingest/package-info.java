/** Files to observations, whatever they are. */
package org.emergencelaw.ingest;
