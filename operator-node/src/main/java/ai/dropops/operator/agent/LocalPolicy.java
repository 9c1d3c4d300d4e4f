package ai.dropops.operator.agent;

import ai.dropops.protocol.guard.Policy;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The rules of this host itself, which no control plane can loosen: those of a file, the defaults when there is none. */
sealed interface LocalPolicy {
    record InForce(Policy policy, boolean written) implements LocalPolicy {}

    /** The file is there and cannot be obeyed. */
    record Broken(String why) implements LocalPolicy {}

    static LocalPolicy read(Path file) {
        try {
            return new InForce(Policy.parse(Files.readString(file)), true);
        } catch (NoSuchFileException e) {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    ? new Broken("it leads nowhere")
                    : new InForce(Policy.defaults(), false);
        } catch (CharacterCodingException e) {
            return new Broken("it is not text in UTF-8");
        } catch (IOException e) {
            return new Broken(e.getClass().getSimpleName() + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return new Broken(String.valueOf(e.getMessage()));
        }
    }
}
