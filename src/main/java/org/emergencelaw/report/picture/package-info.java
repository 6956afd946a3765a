/** Charts that are drawn on the server, for whatever shows them without a script: reports, embeds, thumbnails. */
package org.emergencelaw.report.picture;
