/** How entities' events are written down and read back, years later too. */
@NullMarked
package ai.dropops.persistence.journal;

import org.jspecify.annotations.NullMarked;
