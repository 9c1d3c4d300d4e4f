@NullMarked
package ai.dropops.persistence.schema;

import org.jspecify.annotations.NullMarked;
