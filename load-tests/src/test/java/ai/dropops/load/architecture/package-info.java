/** The rules of the house, read from the compiled classes of every module and from the tree itself. */
@NullMarked
package ai.dropops.load.architecture;

import org.jspecify.annotations.NullMarked;
