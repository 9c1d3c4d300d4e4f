/** The keys the control plane holds, and how each of them is kept encrypted at rest. */
@NullMarked
package ai.dropops.persistence.secrets;

import org.jspecify.annotations.NullMarked;
