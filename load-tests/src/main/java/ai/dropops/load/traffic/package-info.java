/** Fleets of simulated operators, brought to a control plane and kept busy there. */
@NullMarked
package ai.dropops.load.traffic;

import org.jspecify.annotations.NullMarked;
