/** The database: one store a table, and its migrations. */
package org.emergencelaw.store;
