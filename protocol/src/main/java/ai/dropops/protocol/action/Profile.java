package ai.dropops.protocol.action;

/** What the kernel will let a command do on its host (DESIGN §6), from tightest to widest. */
public enum Profile {
    LOOK("look"),
    INSPECT("inspect"),
    CHANGE("change"),
    SYSTEM("system");

    private final String wireName;

    Profile(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    static Profile ofWireName(String name) {
        for (Profile profile : values()) {
            if (profile.wireName.equals(name)) {
                return profile;
            }
        }
        throw new IllegalArgumentException("no profile is called " + name);
    }
}
