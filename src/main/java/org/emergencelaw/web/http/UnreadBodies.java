package org.emergencelaw.web.http;

import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets an answer say that its connection ends with it, because the body of its request could not all be read. Else a client may send
 * its next request down that connection, and never hear of it. (The HTTP server ends the connection, but says so only of some such
 * answers.)
 */
final class UnreadBodies extends Handler.Wrapper {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, request.getLength() == 0 ? response : new Ending(request, response), callback);
    }

    private static final class Ending extends Response.Wrapper {

        Ending(Request request, Response response) {
            super(request, response);
        }

        /** Nobody reads on once an answer begins: what is there of the body is passed over, and what is to come ends the connection. */
        @Override
        public void write(boolean last, ByteBuffer bytes, Callback callback) {
            if (!isCommitted() && !passedOver(getRequest()))
                getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
            super.write(last, bytes, callback);
        }

        private static boolean passedOver(Request request) {
            try {
                // the HTTP server asks for the parts at the end too, and ends the connection where they failed
                MultiPartFormData.getParts(request);
                return request.consumeAvailable();
            } catch (CompletionException | CancellationException unread) {
                return false;
            }
        }
    }
}
