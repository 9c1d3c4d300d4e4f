/** The door between permitted and done: nothing reaches an operator but through it. */
@NullMarked
package ai.dropops.cluster.execution;

import org.jspecify.annotations.NullMarked;
