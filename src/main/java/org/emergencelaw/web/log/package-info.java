/** What is told of requests: their ids, a line for each, and what concerns security. */
package org.emergencelaw.web.log;
