package ai.dropops.protocol.guard.classify;

import java.util.List;
import java.util.Map;

/**
 * What is known of a script before it runs.
 *
 * @param findings everything it would do, each once
 * @param commands the words of every simple command, wrappers and what they run alike, as a person would write them
 * @param isPlain whether it is one command's literal words and nothing else, so that it needs no shell
 */
public record Classification(List<Finding> findings, List<List<String>> commands, boolean isPlain) {
    public Classification {
        findings = findings.stream().distinct().toList();
        commands = commands.stream().distinct().toList();
    }

    /**
     * The classification of {@code script} for bash.
     *
     * @param cwd where it starts, empty when that is not known
     * @param environment what it is given on top of the host's own
     */
    public static Classification of(String script, String cwd, Map<String, String> environment) {
        var classifier = new Classifier(new Places(cwd));
        environment.forEach(classifier::assign);
        classifier.script(script, environment, 0);
        return new Classification(classifier.findings(), classifier.commands(), classifier.isPlain());
    }
}
