/** The git history of every file this operator has changed. */
@NullMarked
package ai.dropops.operator.ledger;

import org.jspecify.annotations.NullMarked;
