/** The heap: what was costly to compute, for as long as there is room for it, and who may hold how much. */
package org.emergencelaw.workspace.memory;
