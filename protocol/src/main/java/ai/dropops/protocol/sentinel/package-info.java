/** The streaming scrubber: what text loses before it leaves a host, and the fence around it when a model reads it. */
@NullMarked
package ai.dropops.protocol.sentinel;

import org.jspecify.annotations.NullMarked;
