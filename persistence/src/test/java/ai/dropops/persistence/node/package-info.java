@NullMarked
package ai.dropops.persistence.node;

import org.jspecify.annotations.NullMarked;
