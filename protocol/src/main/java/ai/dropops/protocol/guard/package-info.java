/** The judgement every action passes before a person is asked and again before a host acts. */
@NullMarked
package ai.dropops.protocol.guard;

import org.jspecify.annotations.NullMarked;
