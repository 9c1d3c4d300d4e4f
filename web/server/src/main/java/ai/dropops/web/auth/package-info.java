/** Who is asking, and the one way in for people: every request is checked here before anything else sees it. */
@NullMarked
package ai.dropops.web.auth;

import org.jspecify.annotations.NullMarked;
