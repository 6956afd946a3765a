/** What is taken along: how to cite it, and all that it rests on as one zip. */
package org.emergencelaw.report.archive;
