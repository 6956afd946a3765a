/** Measures of a task: chance tests, detection limits, emergence scores, averages over seeds. */
package org.emergencelaw.metric;
