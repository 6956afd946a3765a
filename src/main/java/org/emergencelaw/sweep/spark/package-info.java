/** Apache Spark, and nothing else of this program knows it: texts go to the executors of a cluster, texts come back. */
package org.emergencelaw.sweep.spark;
