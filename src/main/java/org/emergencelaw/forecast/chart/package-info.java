/** What charts of a forecast draw: the fan over compute, P over params and tokens, the curves of the emergence law. */
package org.emergencelaw.forecast.chart;
