package ai.dropops.operator.files;

/**
 * How a path becomes a descriptor: from the root down, through folders only. No link is followed, so what is opened is
 * what was judged and approved, and nobody can put another place under its path in between.
 */
enum Resolution {
    /** By the kernel in one call, from Linux 5.6 on. */
    AT_ONCE {
        @Override
        Descriptor open(String path, int flags) throws Failed {
            try (var root = new Descriptor(Libc.open("/", Libc.O_PATH | Libc.O_DIRECTORY))) {
                return new Descriptor(Libc.openBeneath(root.fd(), path.equals("/") ? "." : path.substring(1), flags));
            }
        }
    },

    /** Name by name, each from the descriptor of the folder before it. */
    STEP_BY_STEP {
        @Override
        Descriptor open(String path, int flags) throws Failed {
            var at = new Descriptor(Libc.open("/", Libc.O_PATH | Libc.O_DIRECTORY));
            String[] names =
                    path.equals("/") ? new String[] {"."} : path.substring(1).split("/", -1);
            for (int i = 0; i < names.length; i++) {
                boolean last = i == names.length - 1;
                try (Descriptor folder = at) {
                    int how = last ? flags : Libc.O_PATH | Libc.O_DIRECTORY;
                    at = new Descriptor(Libc.openat(folder.fd(), names[i], how | Libc.O_NOFOLLOW, 0));
                }
            }
            return at;
        }
    };

    /** What lies at {@code path}, which is absolute and normal, itself when it is a link. */
    abstract Descriptor open(String path, int flags) throws Failed;

    /** The better of the two that this kernel knows. */
    static Resolution best() {
        try {
            AT_ONCE.open("/", Libc.O_PATH | Libc.O_DIRECTORY).close();
            return AT_ONCE;
        } catch (Failed e) {
            return STEP_BY_STEP;
        }
    }

    /** The folder at {@code path}, under the path it was asked by. */
    Descriptor folder(String path, int flags) throws Failed {
        Descriptor folder;
        try {
            folder = open(path, flags | Libc.O_DIRECTORY);
        } catch (Failed e) {
            throw e.errno() == Libc.ELOOP || e.errno() == Libc.ENOTDIR
                    ? new Failed(path + " leads through a symbolic link or something that is no folder;"
                            + " name the place itself")
                    : new Failed(path + ": " + e.getMessage(), e.errno());
        }
        try {
            String opened = Libc.pathOf(folder.fd());
            if (!opened.equals(path)) {
                throw new Failed(path + " was moved to " + opened + " while it was opened");
            }
            return folder;
        } catch (Failed e) {
            folder.close();
            throw e;
        }
    }
}
