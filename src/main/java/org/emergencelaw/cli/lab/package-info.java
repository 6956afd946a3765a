/** Commands of the lab. */
package org.emergencelaw.cli.lab;
