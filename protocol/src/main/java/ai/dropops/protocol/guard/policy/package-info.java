/** The rules a workspace or a host adds to the guard's own, and the document they are written in. */
@NullMarked
package ai.dropops.protocol.guard.policy;

import org.jspecify.annotations.NullMarked;
