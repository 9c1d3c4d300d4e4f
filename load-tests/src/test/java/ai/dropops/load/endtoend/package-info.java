/** The whole product from outside: real processes from the packaged jars, real sockets, a real browser. */
@NullMarked
package ai.dropops.load.endtoend;

import org.jspecify.annotations.NullMarked;
