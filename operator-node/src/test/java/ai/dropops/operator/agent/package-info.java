@NullMarked
package ai.dropops.operator.agent;

import org.jspecify.annotations.NullMarked;
