/** What leaves the service: reports in one file, zips, and cards that other sites may show. */
package org.emergencelaw.web.page.share;
