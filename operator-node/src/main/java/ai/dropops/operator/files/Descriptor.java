package ai.dropops.operator.files;

/** Something that is open, until it is closed. */
record Descriptor(int fd) implements AutoCloseable {
    @Override
    public void close() {
        Libc.close(fd);
    }

    Facts facts() throws Failed {
        return Libc.facts(fd);
    }
}
