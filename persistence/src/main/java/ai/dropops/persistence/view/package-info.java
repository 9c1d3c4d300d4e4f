/** The read model: one row per operator, approval, batch and execution, and the queries over them. */
@NullMarked
package ai.dropops.persistence.view;

import org.jspecify.annotations.NullMarked;
