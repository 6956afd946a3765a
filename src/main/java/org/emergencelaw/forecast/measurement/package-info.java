/** What to measure next: by how much each possible measurement is expected to narrow a forecast. */
package org.emergencelaw.forecast.measurement;
