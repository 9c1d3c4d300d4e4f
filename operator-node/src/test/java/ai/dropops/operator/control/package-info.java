/** A control plane small enough to be looked through: real TLS, real WebSocket frames, real signatures, no state. */
@NullMarked
package ai.dropops.operator.control;

import org.jspecify.annotations.NullMarked;
