/** Who is let in, and what is taken from them, on a database of its own. */
@NullMarked
package ai.dropops.web.auth;

import org.jspecify.annotations.NullMarked;
