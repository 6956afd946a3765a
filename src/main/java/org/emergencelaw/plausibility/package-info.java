/** What numbers of checkpoints and accuracies can mean: units, copies and mix-ups that make a wrong answer look sure. */
package org.emergencelaw.plausibility;
