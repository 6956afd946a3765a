/** From rows to a verdict: the emergence law fitted by any method, with warnings and joint draws. */
package org.emergencelaw.fit;
