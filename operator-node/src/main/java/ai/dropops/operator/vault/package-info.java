/** What an operator remembers on its own disk: executions, receipts and output. */
@NullMarked
package ai.dropops.operator.vault;

import org.jspecify.annotations.NullMarked;
