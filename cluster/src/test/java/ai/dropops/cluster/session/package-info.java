/** How wishes become proposals, tried. */
@NullMarked
package ai.dropops.cluster.session;

import org.jspecify.annotations.NullMarked;
