package ai.dropops.operator.host;

import ai.dropops.protocol.wire.HostReport;

/** The account this process runs under. */
record Account(String name, long uid, long gid, String home, String fullName, String shell) {
    private static final String PASSWD = "/etc/passwd";
    private static final int FIELDS = 7;

    /** The one the kernel names, with what /etc/passwd says of it. */
    static Account own() {
        long uid = id("Uid");
        long gid = id("Gid");
        return Facts.lines(PASSWD).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length == FIELDS && fields[2].equals(Long.toString(uid)))
                .findFirst()
                .map(fields -> new Account(fields[0], uid, gid, fields[5], fields[4], fields[6]))
                .orElseGet(() -> new Account(
                        System.getProperty("user.name", "?"), uid, gid, System.getProperty("user.home", "?"), "", ""));
    }

    HostReport.User report(String shell) {
        return new HostReport.User(name, uid, gid, home, fullName, shell);
    }

    private static long id(String kind) {
        return Facts.lines("/proc/self/status").stream()
                .filter(line -> line.startsWith(kind + ":"))
                .map(line -> Facts.number(line.split("\\s+", -1)[1]))
                .findFirst()
                .orElse(-1L);
    }
}
