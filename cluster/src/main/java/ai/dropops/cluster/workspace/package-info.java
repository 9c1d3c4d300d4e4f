/** The tenant, and what it is called by. */
@NullMarked
package ai.dropops.cluster.workspace;

import org.jspecify.annotations.NullMarked;
