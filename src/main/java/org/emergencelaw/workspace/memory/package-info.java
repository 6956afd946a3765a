/** What was costly to compute, for as long as the heap has room for it. */
package org.emergencelaw.workspace.memory;
