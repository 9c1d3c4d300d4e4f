/** Thousands of simulated operators in one process, speaking the real frames over real TLS. */
@NullMarked
package ai.dropops.load.swarm;

import org.jspecify.annotations.NullMarked;
