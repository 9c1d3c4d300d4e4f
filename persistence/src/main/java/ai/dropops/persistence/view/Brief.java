package ai.dropops.persistence.view;

import ai.dropops.protocol.action.Profile;
import java.util.List;
import java.util.Objects;

/**
 * What a person reads about a proposal before they decide, and whoever looks it up afterwards.
 *
 * @param effects what it would do, in words, most serious first
 * @param profile what the kernel will let it do
 * @param reasons why the guard asks, allows or denies
 * @param reason why the member wants it, empty when nothing was said
 * @param diff what it would change in a file, as a unified diff; empty where there is none to show
 */
public record Brief(List<String> effects, Profile profile, List<String> reasons, String reason, String diff) {
    /** Of proposals of a time when nothing was kept; all of them ran as changes. */
    static final Brief EMPTY = new Brief(List.of(), Profile.CHANGE, List.of(), "", "");

    public Brief {
        effects = List.copyOf(effects);
        reasons = List.copyOf(reasons);
    }

    /** As text to be kept sealed. */
    public String text() {
        return Objects.requireNonNull(Columns.json(this));
    }

    static Brief parse(String text) {
        return text.isEmpty() ? EMPTY : Columns.parse(text, Brief.class);
    }
}
