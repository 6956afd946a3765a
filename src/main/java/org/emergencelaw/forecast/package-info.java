/** From a fit and a planned run to a forecast: plan tables, sensitivity, the next measurement, comparison with held-out rows and between families. */
package org.emergencelaw.forecast;
