/** A member's working set: bound operators and open proposals. */
@NullMarked
package ai.dropops.cluster.session;

import org.jspecify.annotations.NullMarked;
