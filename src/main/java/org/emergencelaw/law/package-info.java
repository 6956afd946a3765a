/** Formulas: emergence laws with the form in which they are searched, loss laws, paths of compute. Uses the JDK alone. */
package org.emergencelaw.law;
