/** The REST API, one file a resource. */
package org.emergencelaw.web.api;
