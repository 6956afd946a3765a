/** Before there are rows: which small-model results would answer a question best, by simulation of the law. */
package org.emergencelaw.forecast.design;
