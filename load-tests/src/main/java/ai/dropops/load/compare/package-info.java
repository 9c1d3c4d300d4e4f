/** Others who do the same work, measured in the same run. */
@NullMarked
package ai.dropops.load.compare;

import org.jspecify.annotations.NullMarked;
