@NullMarked
package ai.dropops.web.link;

import org.jspecify.annotations.NullMarked;
