/** The entities of the control plane. */
@NullMarked
package ai.dropops.cluster;

import org.jspecify.annotations.NullMarked;
