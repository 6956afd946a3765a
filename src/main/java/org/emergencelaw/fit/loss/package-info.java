/** The loss law of a family: where losses come from, its posterior, and the curve of loss over compute. */
package org.emergencelaw.fit.loss;
