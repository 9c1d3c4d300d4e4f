/** Questions put to humans, their answers, and the permits that follow. */
@NullMarked
package ai.dropops.cluster.approval;

import org.jspecify.annotations.NullMarked;
