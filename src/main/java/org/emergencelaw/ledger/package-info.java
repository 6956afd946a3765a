/** Locked forecasts: terms, rule of resolution, outcome, the hash chain, and the scoreboard. */
package org.emergencelaw.ledger;
