/** The folder and the database everything durable lies in, and the tables inside it. */
@NullMarked
package ai.dropops.persistence.schema;

import org.jspecify.annotations.NullMarked;
