package ai.dropops.protocol.guard.classify;

import ai.dropops.protocol.guard.classify.Slot.Meaning;
import java.util.List;

/** What a command gives to its program in one place; more than one word only where the rest is a command. */
record Use(Meaning meaning, List<Word> words) {
    Use(Meaning meaning, Word word) {
        this(meaning, List.of(word));
    }

    Word word() {
        return words.getFirst();
    }
}
