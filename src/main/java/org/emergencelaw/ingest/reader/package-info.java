/** Files of evaluation programs and trackers as runs, a class a program. */
package org.emergencelaw.ingest.reader;
