/** The processes that share a database: who lives, who outlived whom, and who is shut out. */
@NullMarked
package ai.dropops.persistence.node;

import org.jspecify.annotations.NullMarked;
