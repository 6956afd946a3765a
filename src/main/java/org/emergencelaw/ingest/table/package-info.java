/** Tables of observations and their relatives: CSV, JSON, form rows, mapped columns, models, plans, series. */
package org.emergencelaw.ingest.table;
