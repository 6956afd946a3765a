/** How forecasts have done on studies whose larger models are known: hidden, forecast, scored beside plain baselines, counted. */
package org.emergencelaw.benchmark;
