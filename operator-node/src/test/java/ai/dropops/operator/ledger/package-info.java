@NullMarked
package ai.dropops.operator.ledger;

import org.jspecify.annotations.NullMarked;
