@NullMarked
package ai.dropops.operator.files;

import org.jspecify.annotations.NullMarked;
