package ai.dropops.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Ctrl-C as something that can be answered. The JDK hears signals only through sun.misc, which the compiler warns about
 * without a way to say that it is meant; so it is reached by name.
 */
final class Interrupts {
    private Interrupts() {}

    /** The first Ctrl-C does {@code first}; the second ends the process at once. Where signals cannot be heard, nothing. */
    static void onFirst(Runnable first) {
        try {
            handle((_, _, _) -> {
                handle((_, _, _) -> {
                    Runtime.getRuntime().halt(ExitCode.LEFT);
                    return null;
                });
                first.run();
                return null;
            });
        } catch (ReflectiveOperationException e) {
            // Ctrl-C then does what it does to every program
        }
    }

    private static void handle(InvocationHandler answer) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object answering = Proxy.newProxyInstance(Interrupts.class.getClassLoader(), new Class<?>[] {handler}, answer);
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance("INT"), answering);
    }
}
