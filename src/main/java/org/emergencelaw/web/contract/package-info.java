/** What each address takes and gives, told once: it refuses what an address does not take, and describes the API for programs. */
package org.emergencelaw.web.contract;
