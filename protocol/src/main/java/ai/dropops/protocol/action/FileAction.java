package ai.dropops.protocol.action;

import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Something done to one file of a host, by the operator itself. Its path is absolute and has one spelling only. */
public sealed interface FileAction extends Action {
    /** Where it is done: absolute, without {@code .}, {@code ..} and doubled or closing slashes. */
    String path();

    /** What is done, in one word. */
    String verb();

    /** Whether {@code path} is spelled in the one way in which a file is named. */
    static boolean isPath(String path) {
        try {
            Checks.path(path);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** For people: {@code write /etc/motd}. */
    default String words() {
        return verb() + " " + path();
    }

    /**
     * The bytes of a file, as standard output.
     *
     * @param version the ledger's commit to read from, or {@link #PRESENT}
     * @param offset of the first byte
     * @param limit how many bytes at most; {@link #TO_THE_END} for as many as the policy lets be read
     */
    record ReadFile(String path, String version, long offset, long limit) implements FileAction {
        public static final long TO_THE_END = Long.MAX_VALUE;

        public ReadFile {
            Checks.path(path);
            Checks.require(
                    version.equals(PRESENT) || Checks.VERSION.matcher(version).matches(),
                    "a version is named by 40 hexadecimal digits, see the file's history");
            Checks.require(offset >= 0, "an offset is not below zero");
            Checks.require(limit >= 0, "a limit is not below zero");
        }

        /** The whole file as it is now. */
        public static ReadFile whole(String path) {
            return new ReadFile(path, PRESENT, 0, TO_THE_END);
        }

        @Override
        public String type() {
            return "read-file";
        }

        @Override
        public String verb() {
            return "read";
        }

        @Override
        public Profile profile() {
            return Profile.LOOK;
        }
    }

    /** What a folder holds: a line an entry. */
    record ListDirectory(String path) implements FileAction {
        public ListDirectory {
            Checks.folder(path);
        }

        @Override
        public String type() {
            return "list-directory";
        }

        @Override
        public String verb() {
            return "list";
        }

        @Override
        public Profile profile() {
            return Profile.LOOK;
        }
    }

    /** The versions of a file the host's ledger holds: a line a commit, the latest first. */
    record FileHistory(String path) implements FileAction {
        public FileHistory {
            Checks.path(path);
        }

        @Override
        public String type() {
            return "file-history";
        }

        @Override
        public String verb() {
            return "history of";
        }

        @Override
        public Profile profile() {
            return Profile.LOOK;
        }
    }

    /** What leaves the file different from before. */
    sealed interface Change extends FileAction {
        /** The digest of what it changes; {@link #ABSENT} when there must be no file. Anything else there stops it. */
        Digest base();

        @Override
        default Profile profile() {
            return Profile.CHANGE;
        }
    }

    /**
     * Gives a file a new content.
     *
     * @param content at most {@link #MAX_CONTENT} bytes
     * @param mode three octal digits, or {@link #KEEP}
     */
    record WriteFile(String path, Bytes content, Digest base, String mode) implements Change {
        public WriteFile {
            Checks.path(path);
            Checks.require(
                    content.size() <= MAX_CONTENT,
                    "the content is larger than " + (MAX_CONTENT >> 10) + " KiB; have the host fetch it by a command");
            Checks.require(
                    mode.equals(KEEP) || Checks.MODE.matcher(mode).matches(),
                    "a mode is three octal digits, such as 644, or keep");
        }

        @Override
        public String type() {
            return "write-file";
        }

        @Override
        public String verb() {
            return "write";
        }
    }

    /** Removes a file. */
    record DeleteFile(String path, Digest base) implements Change {
        public DeleteFile {
            Checks.path(path);
            Checks.require(!base.equals(ABSENT), "what is absent cannot be deleted");
        }

        @Override
        public String type() {
            return "delete-file";
        }

        @Override
        public String verb() {
            return "delete";
        }
    }

    /**
     * Gives a file a content it had before.
     *
     * @param version the ledger's commit that holds it
     * @param content the digest of what the file holds in that commit
     */
    record RestoreFile(String path, String version, Digest content, Digest base) implements Change {
        public RestoreFile {
            Checks.path(path);
            Checks.require(
                    Checks.VERSION.matcher(version).matches(),
                    "a version is named by 40 hexadecimal digits, see the file's history");
            Checks.require(!content.equals(ABSENT), "a version without the file is restored by deleting it");
        }

        @Override
        public String type() {
            return "restore-file";
        }

        @Override
        public String verb() {
            return "restore";
        }
    }

    /** Stands for no file where a digest is asked for; no content has it. */
    Digest ABSENT = Digest.wrap(new byte[32]);

    /** The version of a file that is there now. */
    String PRESENT = "";

    /** The mode a file has, or 644 for a new one. */
    String KEEP = "keep";

    /** The largest content that travels in one order, in bytes. */
    int MAX_CONTENT = 96 * 1024;

    /** What every file action is held to. */
    final class Checks {
        private static final Pattern VERSION = Pattern.compile("[0-9a-f]{40}");
        private static final Pattern MODE = Pattern.compile("[0-7]{3}");
        private static final int MAX_PATH = 4095;
        private static final int MAX_NAME = 255;

        private Checks() {}

        static void path(String path) {
            folder(path);
            require(!path.equals("/"), "/ is a folder; name a file");
        }

        private static void folder(String path) {
            require(path.startsWith("/"), "a path must be absolute, such as /srv/app/config");
            byte[] utf8 = path.getBytes(StandardCharsets.UTF_8);
            require(utf8.length <= MAX_PATH, "the path is longer than " + MAX_PATH + " bytes");
            require(path.equals(new String(utf8, StandardCharsets.UTF_8)), "the path holds half a character");
            require(path.indexOf('\0') < 0, "the path holds a NUL character");
            if (!path.equals("/")) {
                List.of(path.substring(1).split("/", -1)).forEach(Checks::name);
            }
        }

        private static void name(String name) {
            require(
                    !name.isEmpty() && !name.equals(".") && !name.equals(".."),
                    "the path must be written without '.', '..' and doubled or closing slashes");
            require(name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME, "a name in the path is too long");
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
