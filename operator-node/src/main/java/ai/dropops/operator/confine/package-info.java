/** What the kernel holds a command to: seccomp, Landlock, capabilities and mounts, put on by one thread before it spawns. */
@NullMarked
package ai.dropops.operator.confine;

import org.jspecify.annotations.NullMarked;
