package ai.dropops.operator.cli;

import java.util.Arrays;
import java.util.Optional;

/** The options of the command line. */
enum Option {
    KEY("-k", "--key", "KEY", "API key; better in DROPOPS_OPERATOR_API_KEY: others see command lines"),
    SESSION("-S", "--session", "TOKEN", "device-link token of many hosts; better in DROPOPS_OPERATOR_SESSION"),
    ENDPOINT("-e", "--endpoint-url", "URL", "wss://HOST:PORT, or several with commas; or prod (default), test, dev"),
    AUTHORITY("", "--ca-sha256", "HEX", "SHA-256 of the control plane's certificate authority"),
    CLOUD("-c", "--cloud", "", "cloud operator: cloud command lines are part of its work"),
    PROVIDER("-p", "--provider", "NAME", "not yet available"),
    LOCAL_STORAGE("-s", "--local-storage", "", "keep output and versions of files here, in ./.dropops (default)"),
    NO_LOCAL_STORAGE("", "--no-local-storage", "", "keep none: the control plane keeps output, scrubbed, for 30 days"),
    OUTPUT_LIMIT("", "--output-limit", "MIB", "output kept of one execution, first and last half (default 2048)"),
    REQUIRE_APPROVER(
            "", "--require-approver", "FILE", "run nothing that too few people of this approver file have signed"),
    ALLOW_HISTORY("", "--allow-history", "", "with approvers: also let output of long ago be read"),
    LOG("-l", "--log", "LEVEL", "info (default), error or debug"),
    VERSION("-v", "--version", "", "show the version"),
    HELP("-h", "--help", "", "show this"),
    KEEP_DAYS("", "--keep-days", "DAYS", "executions are remembered after their permits ended (default 90)"),
    REKEY_VAULT("", "--rekey-vault", "", "lock the vault with the API key instead of the old one"),
    OLD_KEY("", "--old-key", "KEY", "the old API key; better in DROPOPS_OPERATOR_OLD_API_KEY"),
    VERIFY_VAULT("", "--verify-vault", "", "verify every record and the history they form"),
    WITNESS("", "--witness", "FILE", "with --verify-vault: compare with the control plane's own record"),
    EXPORT_HISTORY("", "--export-history", "FILE", "write the history as lines of JSON"),
    RESET_VAULT("", "--reset-vault", "", "destroy all records, the ledger and the identity (asks)"),
    YES("", "--yes", "", "with --reset-vault: do not ask");

    private final String brief;
    private final String name;
    private final String value;
    private final String meaning;

    Option(String brief, String name, String value, String meaning) {
        this.brief = brief;
        this.name = name;
        this.value = value;
        this.meaning = meaning;
    }

    static Optional<Option> of(String text) {
        return Arrays.stream(values())
                .filter(option -> option.name.equals(text) || (!option.brief.isEmpty() && option.brief.equals(text)))
                .findFirst();
    }

    boolean takesValue() {
        return !value.isEmpty();
    }

    String longName() {
        return name;
    }

    String help() {
        String names = (brief.isEmpty() ? "    " : brief + ", ") + name + (value.isEmpty() ? "" : " " + value);
        return "  %-28s %s".formatted(names, meaning);
    }
}
