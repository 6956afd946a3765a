/** Work behind requests: one mechanism for all of it, and a class for each kind of work on a study. */
package org.emergencelaw.workspace.job;
