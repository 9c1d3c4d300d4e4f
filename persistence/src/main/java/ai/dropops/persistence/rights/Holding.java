package ai.dropops.persistence.rights;

import java.util.List;

/**
 * What one table holds of a workspace.
 *
 * @param where what its rows have in common; every question mark stands for the workspace's id
 * @param order columns in which each row has a place of its own
 * @param untold columns that only prove things, such as hashes of tokens, and are not exported
 */
record Holding(String table, String where, String order, List<String> untold) {
    private static final String MINE = "workspace = ?";
    private static final String PROPOSED = "proposal IN (SELECT id FROM proposal WHERE workspace = ?)";
    private static final String OPERATED = "operator IN (SELECT id FROM operator WHERE workspace = ?)";
    /** Every entity keeps its events under its kind and id; a batch has the id of its proposal under another prefix. */
    private static final String JOURNALLED = """
            persistence_id IN (SELECT 'workspace|' || id FROM workspace WHERE id = ?
              UNION SELECT 'session|' || session FROM member WHERE workspace = ?
              UNION SELECT 'operator|' || id FROM operator WHERE workspace = ?
              UNION SELECT 'device_link|' || id FROM device_link WHERE workspace = ?
              UNION SELECT 'approval|' || id FROM proposal WHERE workspace = ?
              UNION SELECT 'batch|ba_' || substr(id, 4) FROM proposal WHERE workspace = ?)""";

    /** Everything that is kept of a workspace, in the order in which it can be erased. */
    static final List<Holding> ALL = List.of(
            new Holding("event_journal", JOURNALLED, "ordering", List.of()),
            new Holding("snapshot", JOURNALLED, "persistence_id, sequence_number", List.of()),
            new Holding("record", MINE, "execution", List.of()),
            new Holding("transmission", MINE, "execution, operator", List.of()),
            new Holding("traffic", MINE, "operator, kind", List.of()),
            new Holding("receipt", PROPOSED, "execution, sequence", List.of()),
            new Holding("checkpoint", OPERATED, "operator, vault, number", List.of()),
            new Holding("history_start", OPERATED, "operator, vault", List.of("start")),
            new Holding("execution", PROPOSED, "proposal, place", List.of()),
            new Holding("batch", MINE, "id", List.of()),
            new Holding("approval", MINE, "id", List.of()),
            new Holding("proposal", MINE, "id", List.of()),
            new Holding("policy", MINE, "version", List.of()),
            new Holding("target_group", MINE, "name", List.of()),
            new Holding("device_link", MINE, "id", List.of()),
            new Holding("operator", MINE, "id", List.of()),
            new Holding("sign_in_link", MINE, "hash", List.of("hash")),
            new Holding("sign_in", MINE, "hash", List.of("hash", "browser")),
            new Holding("command_line_key", MINE, "hash", List.of("hash")),
            new Holding("secret", "name = 'workspace/' || ?", "name", List.of("wrapped")),
            new Holding("member", MINE, "id", List.of()),
            new Holding("workspace", "id = ?", "id", List.of()));

    private static final String BEGINS_NOWHERE =
            "persistence_id NOT IN (SELECT persistence_id FROM event_journal WHERE sequence_number = 1)";
    private static final String OF_NO_OPERATOR = "operator NOT IN (SELECT id FROM operator)";
    private static final String OF_NO_PROPOSAL = "proposal NOT IN (SELECT id FROM proposal)";

    /**
     * What an entity that outlived its workspace has written, and no row says any more whose it was. No entity forgets its first
     * event, and what hangs on an operator or a proposal comes after it.
     */
    static final List<Holding> ORPHANS = List.of(
            new Holding("snapshot", BEGINS_NOWHERE, "persistence_id, sequence_number", List.of()),
            new Holding("event_journal", BEGINS_NOWHERE, "ordering", List.of()),
            new Holding("receipt", OF_NO_PROPOSAL, "execution, sequence", List.of()),
            new Holding("execution", OF_NO_PROPOSAL, "proposal, place", List.of()),
            new Holding("checkpoint", OF_NO_OPERATOR, "operator, vault, number", List.of()),
            new Holding("history_start", OF_NO_OPERATOR, "operator, vault", List.of()));

    int parameters() {
        return (int) where.chars().filter(c -> c == '?').count();
    }
}
