/** A permitted proposal being carried out over its targets. */
@NullMarked
package ai.dropops.cluster.batch;

import org.jspecify.annotations.NullMarked;
