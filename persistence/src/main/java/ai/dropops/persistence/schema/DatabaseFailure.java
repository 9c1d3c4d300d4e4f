package ai.dropops.persistence.schema;

import java.sql.SQLException;

/** The database did not do what it was asked; nothing of the transaction was kept. */
public final class DatabaseFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DatabaseFailure(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
