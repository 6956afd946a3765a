/** Commands about the ledger. */
package org.emergencelaw.cli.ledger;
