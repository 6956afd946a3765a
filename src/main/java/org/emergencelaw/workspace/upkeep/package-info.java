/** Keeping a database file: backups, restoring them, and whether all in it is as it was written. */
package org.emergencelaw.workspace.upkeep;
