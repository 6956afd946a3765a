/** What SQLite and PostgreSQL say differently; stores and migrations are the same for both. */
package org.emergencelaw.store.dialect;
