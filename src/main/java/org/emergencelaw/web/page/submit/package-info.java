/** How rows come in by page: typed, pasted or uploaded, with what their columns mean. */
package org.emergencelaw.web.page.submit;
