@NullMarked
package ai.dropops.operator.link;

import org.jspecify.annotations.NullMarked;
