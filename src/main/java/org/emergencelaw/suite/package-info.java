/** Many tasks of one family: what is forecast of each, of all of them together, and which comes before which. */
package org.emergencelaw.suite;
