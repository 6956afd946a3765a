/** Who may do what, by tokens, and the audit of what was done. */
package org.emergencelaw.workspace.access;
