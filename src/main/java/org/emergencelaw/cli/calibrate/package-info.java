/** Commands that run the simulation studies. */
package org.emergencelaw.cli.calibrate;
