@NullMarked
package ai.dropops.operator.cli;

import org.jspecify.annotations.NullMarked;
