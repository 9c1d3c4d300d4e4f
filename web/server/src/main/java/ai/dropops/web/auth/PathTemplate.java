package ai.dropops.web.auth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path such as {@code /batches/{id}/events} whose segments in braces stand for any one segment. */
record PathTemplate(String text, List<String> segments) {
    static PathTemplate parse(String text) {
        return new PathTemplate(text, List.of(text.substring(1).split("/")));
    }

    /** The values of the segments in braces, or empty when {@code path} is another path. */
    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return Optional.empty();
        }
        var values = new HashMap<String, String>();
        for (int i = 0; i < path.size(); i++) {
            String expected = segments.get(i);
            if (expected.startsWith("{")) {
                values.put(expected.substring(1, expected.length() - 1), path.get(i));
            } else if (!expected.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
