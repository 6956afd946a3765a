/** The HTTP service: the graph of its parts, and the one table of its addresses. */
package org.emergencelaw.web;
