/** Whether a jump is made by the metric: elbow against smooth law, and the toy model of it. */
package org.emergencelaw.metric.mirage;
