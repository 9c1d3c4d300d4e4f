package ai.dropops.web.stream;

/** The exception that ends a stream whose host cannot be asked any more. */
final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreachable(String message) {
        super(message, null, false, false);
    }
}
