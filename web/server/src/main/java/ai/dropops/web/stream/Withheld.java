package ai.dropops.web.stream;

/** The exception that ends a stream whose host keeps the output to itself. */
final class Withheld extends RuntimeException {
    private static final long serialVersionUID = 1;

    Withheld() {
        super("The host keeps this output to itself.", null, false, false);
    }
}
