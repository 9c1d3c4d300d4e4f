@NullMarked
package ai.dropops.web.stream;

import org.jspecify.annotations.NullMarked;
