package ai.dropops.web.stream;

/** The exception that ends a stream whose output was kept here for as long as it may be. */
final class Expired extends RuntimeException {
    private static final long serialVersionUID = 1;

    Expired() {
        super("This output was kept in the control plane, and its time is over.", null, false, false);
    }
}
