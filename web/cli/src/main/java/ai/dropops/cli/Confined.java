package ai.dropops.cli;

/** What the kernel will let a command do, in words. */
final class Confined {
    private Confined() {}

    static String inWords(String profile) {
        return switch (profile) {
            case "look" -> "confined: cannot change anything";
            case "inspect" -> "confined: cannot change anything, may ask local services";
            case "change" -> "confined: cannot touch protected system paths";
            case "system" -> "unconfined: changes the system";
            default -> profile;
        };
    }
}
