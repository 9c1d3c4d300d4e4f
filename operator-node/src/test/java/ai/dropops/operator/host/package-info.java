@NullMarked
package ai.dropops.operator.host;

import org.jspecify.annotations.NullMarked;
