/** What a shell script would do, told from its syntax: script to commands, commands to findings. */
@NullMarked
package ai.dropops.protocol.guard.classify;

import org.jspecify.annotations.NullMarked;
