package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The one unit of intent: a single thing to be done on a host. */
public sealed interface Action permits Action.RunCommand, FileAction, UndoBatch {
    /** The name the action is known by in every interface. */
    String type();

    /** The tightest kernel rules the action can live with. */
    Profile profile();

    /**
     * A command for {@code /bin/bash -c}.
     *
     * @param command the script, without NUL, less than 128 KiB as UTF-8: what the kernel takes as one argument
     * @param cwd an absolute folder, or empty for the operator's own
     * @param env added to the operator's environment for commands; names as in POSIX, at most 32 KiB together
     * @param user the account it runs as, or empty for the operator's own
     * @param stdin the digest of what is fed to standard input; {@link #NO_STDIN} when it is closed
     */
    record RunCommand(
            String command, String cwd, SortedMap<String, String> env, String user, Profile profile, Digest stdin)
            implements Action {
        public static final Digest NO_STDIN = Digest.of(new byte[0]);
        private static final int MAX_COMMAND = 128 * 1024 - 1;
        private static final int MAX_CWD = 4095;
        private static final int MAX_ENV = 32 * 1024;
        private static final int MAX_USER = 256;
        private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

        public RunCommand {
            require(!command.isBlank(), "the command is empty; say what to run");
            require(
                    sizeOf("command", command) <= MAX_COMMAND,
                    "the command is longer than 128 KiB; put it into a file on the host");
            require(cwd.isEmpty() || cwd.startsWith("/"), "the working directory must be absolute, such as /srv/app");
            require(
                    sizeOf("working directory", cwd) <= MAX_CWD,
                    "the working directory is longer than " + MAX_CWD + " bytes");
            env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
            require(sizeOf(env) <= MAX_ENV, "the environment is larger than 32 KiB; put it into a file on the host");
            require(sizeOf("user", user) <= MAX_USER, "the user's name is longer than " + MAX_USER + " bytes");
        }

        /** A command in the operator's own folder and environment, as its own user, with closed standard input. */
        public static RunCommand of(String command) {
            return new RunCommand(command, "", new TreeMap<>(Map.of()), "", Profile.CHANGE, NO_STDIN);
        }

        /** The same command under another profile. */
        public RunCommand under(Profile profile) {
            return new RunCommand(command, cwd, env, user, profile, stdin);
        }

        @Override
        public String type() {
            return "run-command";
        }

        private static int sizeOf(SortedMap<String, String> env) {
            int size = 0;
            for (var variable : env.entrySet()) {
                String name = variable.getKey();
                require(ENV_NAME.matcher(name).matches(), "'" + name + "' is not the name of an environment variable");
                size += name.length() + sizeOf("environment", variable.getValue());
            }
            return size;
        }

        /** The bytes {@code text} has as UTF-8; an IllegalArgumentException when a process could not be given exactly it. */
        private static int sizeOf(String what, String text) {
            require(text.indexOf('\0') < 0, "the " + what + " holds a NUL character");
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            require(text.equals(new String(utf8, StandardCharsets.UTF_8)), "the " + what + " holds half a character");
            return utf8.length;
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
