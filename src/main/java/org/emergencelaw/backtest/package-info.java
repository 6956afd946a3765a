/** Replays of a study: cuts, what every rival said at each, what was observed, ranking and ablations. */
package org.emergencelaw.backtest;
