/** The life of an operator process, from its command line to its last receipt. */
@NullMarked
package ai.dropops.operator.agent;

import org.jspecify.annotations.NullMarked;
