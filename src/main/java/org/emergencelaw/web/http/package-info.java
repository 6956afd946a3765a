/** What every address shares: errors, repeated requests, uploads, pages, static files, events. */
package org.emergencelaw.web.http;
