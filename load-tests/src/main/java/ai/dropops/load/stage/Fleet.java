package ai.dropops.load.stage;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Several real operators on this one host, each in a folder of its own. */
public final class Fleet implements AutoCloseable {
    private final List<RealOperator> operators;

    private Fleet(List<RealOperator> operators) {
        this.operators = operators;
    }

    /** {@code count} operators called {@code host-1} and so on. */
    public static Fleet enrol(ControlPlane plane, Path folder, int count) {
        return new Fleet(IntStream.rangeClosed(1, count)
                .mapToObj(number -> "host-" + number)
                .map(name -> RealOperator.enrol(plane, name, folder.resolve(name)))
                .toList());
    }

    /** {@code count} operators, spread over {@code nodes}; each knows all of them. */
    public static Fleet enrol(Nodes nodes, Path folder, int count) {
        return new Fleet(IntStream.range(0, count)
                .mapToObj(number -> RealOperator.enrol(
                        nodes.planes().getFirst(), nodes.endpoints(number), "host-" + (number + 1), folder))
                .toList());
    }

    public List<RealOperator> operators() {
        return operators;
    }

    public void boundTo(Person person) {
        operators.forEach(operator -> person.binds(operator.id()));
    }

    @Override
    public void close() {
        operators.forEach(RealOperator::close);
    }
}
