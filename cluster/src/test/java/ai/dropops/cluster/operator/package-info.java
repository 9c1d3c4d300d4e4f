@NullMarked
package ai.dropops.cluster.operator;

import org.jspecify.annotations.NullMarked;
