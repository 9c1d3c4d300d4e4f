@NullMarked
package ai.dropops.operator.gate;

import org.jspecify.annotations.NullMarked;
