package org.emergencelaw.workspace;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;
import org.emergencelaw.backtest.Backtest;
import org.emergencelaw.backtest.BacktestJob;

/**
 * A job with its result.
 *
 * @param result absent until it is done
 */
public record JobAnswer(@JsonUnwrapped BacktestJob job, Optional<Backtest> result) {}
