@NullMarked
package ai.dropops.web.server;

import org.jspecify.annotations.NullMarked;
