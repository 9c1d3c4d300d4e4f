package ai.dropops.operator.files;

import java.io.IOException;

/** Why a file action could not be done, in words for whoever asked. */
final class Failed extends IOException {
    private static final long serialVersionUID = 1L;

    /** What the kernel gave as the reason, 0 when it was not the kernel. */
    private final int errno;

    Failed(String message) {
        this(message, 0);
    }

    Failed(String message, int errno) {
        super(message);
        this.errno = errno;
    }

    int errno() {
        return errno;
    }
}
