/** What differs between two texts, for people. */
@NullMarked
package ai.dropops.protocol.diff;

import org.jspecify.annotations.NullMarked;
