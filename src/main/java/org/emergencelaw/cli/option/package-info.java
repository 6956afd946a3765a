/** Options that commands share, and where their studies are. */
package org.emergencelaw.cli.option;
