package ai.dropops.operator.link;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a connection could not be had, in a few words. */
final class Failures {
    private Failures() {}

    static String reason(Throwable failure) {
        return causes(failure)
                .flatMap(cause -> known(cause).stream())
                .findFirst()
                .or(() -> causes(failure)
                        .flatMap(cause -> Optional.ofNullable(cause.getMessage()).stream())
                        .reduce((_, last) -> last))
                .orElseGet(() -> failure.getClass().getSimpleName());
    }

    private static Optional<String> known(Throwable cause) {
        return switch (cause) {
            case UnresolvedAddressException _, UnknownHostException _ -> Optional.of("its name is not known here");
            case HttpTimeoutException _ -> Optional.of("it does not answer");
            case CertificateException refused -> Optional.ofNullable(refused.getMessage());
            case ConnectException refused
            when causes(refused).noneMatch(UnresolvedAddressException.class::isInstance) ->
                Optional.ofNullable(refused.getMessage())
                        .filter(message -> !message.contains("refused"))
                        .or(() -> Optional.of("nobody listens there"));
            default -> Optional.empty();
        };
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
