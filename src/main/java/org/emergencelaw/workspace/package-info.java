/** What a person does: studies, imports, fits, forecasts, locks and backtests, with the requests and answers of the contract. */
package org.emergencelaw.workspace;
