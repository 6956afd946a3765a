/** Least squares of the law: design, projected sum of squares, global and local search, profile, test for a signal; the hinge through few-shot rows. */
package org.emergencelaw.fit.leastsquares;
