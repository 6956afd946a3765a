/** Simulated worlds, and the simulation studies whose tables are committed. */
package org.emergencelaw.calibration;
