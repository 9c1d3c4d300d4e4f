/** What is put to the test, each scenario from nothing to its figures. */
@NullMarked
package ai.dropops.load.scenario;

import org.jspecify.annotations.NullMarked;
