package ai.dropops.protocol.guard.classify;

import java.util.Set;
import java.util.regex.Pattern;

/** Variables by what programs make of them. */
final class Environment {
    private static final Pattern HARMLESS = Pattern.compile(
            "LANG|LANGUAGE|LC_[A-Z]+|TZ|COLUMNS|LINES|TERM|NO_COLOR|CLICOLOR|CLICOLOR_FORCE|FORCE_COLOR|TIMEFORMAT");
    private static final Set<String> SHELL = Set.of(
            "PATH",
            "IFS",
            "ENV",
            "HOME",
            "SHELL",
            "SHELLOPTS",
            "CDPATH",
            "GLOBIGNORE",
            "TMPDIR",
            "EDITOR",
            "VISUAL",
            "BROWSER",
            "POSIXLY_CORRECT",
            "FUNCNEST",
            "EXECIGNORE",
            "OPTIND",
            "TERMINFO",
            "HOSTALIASES",
            "LOCPATH");
    private static final Pattern PROGRAMS = Pattern.compile(
            "(LD|BASH|PS[0-9]|PROMPT|GIT|LESS|MAN|PYTHON|PERL|RUBY|NODE|JAVA|JDK|LUA|PHP|SSH|SYSTEMD|GCONV|NLS|MALLOC|TAR|GREP"
                    + "|GZIP|XZ|ZSTD|DOCKER|KUBE|AWS|HIST|GLIBC|RES|PG|MYSQL|CURL|WGET|OPENSSL|SSL)(_?[A-Z0-9].*)?|.*PAGER.*|.*_PATH"
                    + "|.*(OPTIONS|OPTS|OPT|PRELOAD|COMMAND|RSH|proxy|PROXY)");

    private Environment() {}

    /** Whether every program may be given {@code name} without a question. */
    static boolean isHarmless(String name) {
        return HARMLESS.matcher(name).matches();
    }

    /** Whether {@code name} changes what the shell, or a program started later, does. */
    static boolean mayMatter(String name) {
        return SHELL.contains(name) || PROGRAMS.matcher(name).matches();
    }
}
