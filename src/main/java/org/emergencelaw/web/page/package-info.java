/** The pages, one file a page. */
package org.emergencelaw.web.page;
