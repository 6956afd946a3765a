/** What keeps work within memory, threads and time: who may begin, how fast a body must come, where uploads lie, and when work is called off. */
@NullMarked
package org.emergencelaw.web.load;

import org.jspecify.annotations.NullMarked;
