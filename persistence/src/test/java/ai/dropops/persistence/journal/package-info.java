@NullMarked
package ai.dropops.persistence.journal;

import org.jspecify.annotations.NullMarked;
