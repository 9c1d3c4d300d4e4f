/** What is written to a terminal, a pipe or a program. */
@NullMarked
package ai.dropops.cli.print;

import org.jspecify.annotations.NullMarked;
