/** Example studies that ship with the service, and the fits that ship with them. */
package org.emergencelaw.workspace.example;
