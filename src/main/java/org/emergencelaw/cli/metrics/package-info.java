/** Commands about metrics. */
package org.emergencelaw.cli.metrics;
