/** The host's own door: every order is verified again here before anything runs. */
@NullMarked
package ai.dropops.operator.gate;

import org.jspecify.annotations.NullMarked;
