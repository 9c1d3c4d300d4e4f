package ai.dropops.web.auth;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The check that a request was addressed to this server by a page of this server.
 *
 * <p>A page that rebinds its own name to this address shows in {@code Host}; an address written as numbers cannot be
 * rebound. Ports are not compared, so that a forwarded port works.
 *
 * @param hosts names this server answers to, besides {@code localhost} and every address written as numbers
 */
record SameOrigin(Set<String> hosts) {
    private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");

    SameOrigin {
        hosts = Set.copyOf(hosts);
    }

    /** @param host the value of the Host header */
    boolean isOurs(String host) {
        String name = withoutPort(host.toLowerCase(Locale.ROOT));
        return name.equals("localhost") || NUMBERS.matcher(name).matches() || hosts.contains(name);
    }

    /**
     * Whether a page of another site sent it. A request without either header comes from a program, not from a page.
     *
     * @param origin the Origin header
     * @param fetchSite the Sec-Fetch-Site header
     */
    static boolean isForeign(String host, Optional<String> origin, Optional<String> fetchSite) {
        return origin.filter(page -> !page.equals("http://" + host) && !page.equals("https://" + host))
                        .isPresent()
                || fetchSite
                        .filter(site -> !site.equals("same-origin") && !site.equals("none"))
                        .isPresent();
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
