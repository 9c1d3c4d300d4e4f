/** The operator's command line: what may be asked of it, and how it ends. */
@NullMarked
package ai.dropops.operator.cli;

import org.jspecify.annotations.NullMarked;
