/** Commands that keep the database file: back it up, restore it. */
package org.emergencelaw.cli.database;
