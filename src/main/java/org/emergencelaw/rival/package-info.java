/** Ways to predict emergence, one a file, and the list of them. */
package org.emergencelaw.rival;
