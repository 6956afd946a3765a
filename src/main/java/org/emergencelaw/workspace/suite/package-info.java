/** Suites: many tasks of one family, in one go; what is done with a study is done with all of theirs. */
package org.emergencelaw.workspace.suite;
