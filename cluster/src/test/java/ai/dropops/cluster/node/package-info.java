/** A whole node over a real journal, with hosts that are pretended. */
@NullMarked
package ai.dropops.cluster.node;

import org.jspecify.annotations.NullMarked;
