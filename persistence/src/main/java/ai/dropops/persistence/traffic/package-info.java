/** What crossed the operators' sockets: counted frame by frame, kept as sums. */
@NullMarked
package ai.dropops.persistence.traffic;

import org.jspecify.annotations.NullMarked;
