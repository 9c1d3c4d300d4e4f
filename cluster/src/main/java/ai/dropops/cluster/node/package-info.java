/** One process of the control plane: its actor system, its settings and its wiring. */
@NullMarked
package ai.dropops.cluster.node;

import org.jspecify.annotations.NullMarked;
