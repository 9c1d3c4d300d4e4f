@NullMarked
package ai.dropops.operator.exec;

import org.jspecify.annotations.NullMarked;
