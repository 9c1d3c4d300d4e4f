package ai.dropops.cli.follow;

/** The way a batch is shown while it runs. */
public sealed interface Printer permits LivePrinter, BlockPrinter, FoldPrinter, JsonPrinter {
    /** Shows what the event adds; {@code progress} has heard it already. */
    void show(BatchEvent event, Progress progress);

    /** Shows what is still missing when the end was told. */
    void finish(Progress progress, Offsets told);
}
