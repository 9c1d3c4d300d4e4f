/** The agent processes on hosts, as the control plane knows them. */
@NullMarked
package ai.dropops.cluster.operator;

import org.jspecify.annotations.NullMarked;
