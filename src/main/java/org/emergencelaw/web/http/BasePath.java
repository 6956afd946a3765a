package org.emergencelaw.web.http;

import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The service below a path of another site, whose proxy passes requests on with this path or without it. Inside the service every
 * address is as if there were none; what leaves it has the path in front: redirects, the places of what was made, and the links of pages.
 *
 * @param path such as {@code /law}; empty for none
 */
public record BasePath(String path) {

    /** An attribute with an address of this service, as templates write it. In the record inside a page quotes are escaped. */
    private static final Pattern ADDRESS =
            Pattern.compile("( (?:href|src|action|formaction|data-base|data-charts)=\"/)(?!/)");

    /** A page with its links as they are outside. */
    String inPage(String page) {
        return path.isEmpty() ? page : ADDRESS.matcher(page).replaceAll("$1" + path.substring(1) + "/");
    }

    /** Where cookies belong to. */
    String ofCookies() {
        return path + "/";
    }

    Handler.Wrapper handler() {
        return new Outside(path);
    }

    private static final class Outside extends Handler.Wrapper {

        private final String path;

        Outside(String path) {
            this.path = path;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            if (path.isEmpty()) return super.handle(request, response, callback);
            Request inside = within(request) ? new Inside(request, path) : request;
            return super.handle(inside, new Leaving(inside, response, path), callback);
        }

        private boolean within(Request request) {
            String asked = String.valueOf(request.getHttpURI().getPath());
            return asked.equals(path) || asked.startsWith(path + "/");
        }
    }

    private static final class Inside extends Request.Wrapper {

        private final HttpURI address;

        Inside(Request request, String path) {
            super(request);
            HttpURI asked = request.getHttpURI();
            String rest = asked.getPath().substring(path.length());
            address = HttpURI.build(asked).path(rest.isEmpty() ? "/" : rest).asImmutable();
        }

        @Override
        public HttpURI getHttpURI() {
            return address;
        }
    }

    /** Whether a browser speaks TLS, to the service or to a proxy before it. */
    static boolean secure(Context ctx) {
        return ctx.scheme().equals("https") || "https".equals(ctx.header("X-Forwarded-Proto"));
    }

    private static final class Leaving extends Response.Wrapper {

        private final String path;

        Leaving(Request request, Response response, String path) {
            super(request, response);
            this.path = path;
        }

        /** The last moment at which headers may change: whoever reads them before reads addresses as they are inside. */
        @Override
        public void write(boolean last, ByteBuffer bytes, Callback callback) {
            String place = getHeaders().get(HttpHeader.LOCATION);
            if (!isCommitted() && place != null && place.startsWith("/"))
                getHeaders().put(HttpHeader.LOCATION, path + place);
            super.write(last, bytes, callback);
        }
    }
}
