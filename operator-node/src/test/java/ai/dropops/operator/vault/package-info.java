@NullMarked
package ai.dropops.operator.vault;

import org.jspecify.annotations.NullMarked;
