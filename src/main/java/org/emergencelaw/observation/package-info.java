/** Data with their rules: tasks, studies, checkpoints, observations, and how a study counts its compute. */
package org.emergencelaw.observation;
