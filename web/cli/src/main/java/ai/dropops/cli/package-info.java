/** The dropops command: a client of the public API. */
@NullMarked
package ai.dropops.cli;

import org.jspecify.annotations.NullMarked;
