package ai.dropops.load.chaos;

/** One thing the person asked for, and what was said to it. */
record Commission(String batch, String digest, Word word) {
    enum Word {
        /** Approved, and the control plane confirmed it: it must be carried out. */
        GIVEN,
        /** Approved without an answer: it may be carried out. */
        UNCERTAIN,
        /** Never approved: nothing of it may ever run. */
        WITHHELD
    }
}
