/** What the guard knows of paths by their text alone. */
@NullMarked
package ai.dropops.protocol.guard.path;

import org.jspecify.annotations.NullMarked;
