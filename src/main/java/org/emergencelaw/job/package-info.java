/** Work behind requests: what it is of, what kind it is, and where it stands. */
package org.emergencelaw.job;
