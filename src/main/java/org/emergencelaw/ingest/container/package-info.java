/** Files that hold others, or a table in a form of its own: archives, workbooks, Parquet. */
package org.emergencelaw.ingest.container;
