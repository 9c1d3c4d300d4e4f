/** The frames an operator and the control plane exchange, their version handshake and their size limits. */
@NullMarked
package ai.dropops.protocol.wire;

import org.jspecify.annotations.NullMarked;
