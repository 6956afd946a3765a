/** Trains and measures tiny language models in which few-shot abilities emerge. */
package org.emergencelaw.lab;
