/** Following a batch: its events, its output and how it ended. */
@NullMarked
package ai.dropops.cli.follow;

import org.jspecify.annotations.NullMarked;
