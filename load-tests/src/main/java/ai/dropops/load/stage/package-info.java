/** The real processes a scenario starts, and the public interfaces it reaches them by. */
@NullMarked
package ai.dropops.load.stage;

import org.jspecify.annotations.NullMarked;
