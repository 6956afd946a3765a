/**
 * Voices of the combined forecast, and the pool: each voice is a probability distribution over whole few-shot accuracy curves, and
 * so is their linear mixture.
 */
package org.emergencelaw.member;
