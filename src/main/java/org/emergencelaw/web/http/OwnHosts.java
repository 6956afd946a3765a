package org.emergencelaw.web.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.emergencelaw.format.ProblemCode;
import org.emergencelaw.web.log.SecurityEvents;

/**
 * Takes requests for this service alone. A page of another site can let its own name point here, and a browser then takes what comes
 * for that site's; the name stands in the request all the same. An address that the request came in at is no such name.
 */
public final class OwnHosts {

    private static final int MISDIRECTED = 421;
    private static final List<String> OF_THIS_MACHINE = List.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> names = new TreeSet<>(OF_THIS_MACHINE);

    /** @param others under which people reach it, beside this machine's own */
    public OwnHosts(String listening, List<String> others) {
        names.add(listening.toLowerCase(Locale.ROOT));
        others.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }

    public void require(Context ctx) {
        Optional<String> given = Optional.ofNullable(ctx.header("Host")).map(OwnHosts::name);
        if (given.isEmpty() || names.contains(given.get()) || given.get().equals(localAddress(ctx))) return;
        SecurityEvents.HOST_REFUSED.happened(ctx);
        throw new Refused(
                ProblemCode.OTHER_HOST,
                MISDIRECTED,
                "this service does not answer to the name in the Host header; whoever runs it can name it under hosts in the settings");
    }

    /** Without the port. */
    private static String name(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "");
    }

    private static String localAddress(Context ctx) {
        String address = ctx.req().getLocalAddr();
        return address.contains(":") && !address.startsWith("[") ? "[" + address + "]" : address;
    }
}
