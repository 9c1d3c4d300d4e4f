@NullMarked
package ai.dropops.persistence.secrets;

import org.jspecify.annotations.NullMarked;
