/** Where the control plane is, and the way to talk to it. */
@NullMarked
package ai.dropops.cli.connect;

import org.jspecify.annotations.NullMarked;
