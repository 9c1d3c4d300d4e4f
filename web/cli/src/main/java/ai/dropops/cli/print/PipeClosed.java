package ai.dropops.cli.print;

/** Nobody reads our standard output any more: nothing is left to be done. */
public final class PipeClosed extends RuntimeException {
    private static final long serialVersionUID = 1;

    PipeClosed() {
        super("standard output was closed", null, false, false);
    }
}
