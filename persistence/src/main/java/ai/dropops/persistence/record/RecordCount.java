package ai.dropops.persistence.record;

/** Of how many executions the record was handed over, and of how many of those its time is over. */
public record RecordCount(int here, int over) {
    public static final RecordCount NONE = new RecordCount(0, 0);
}
