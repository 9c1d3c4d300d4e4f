@NullMarked
package ai.dropops.operator.confine;

import org.jspecify.annotations.NullMarked;
