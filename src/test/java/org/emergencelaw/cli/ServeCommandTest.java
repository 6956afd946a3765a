package org.emergencelaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emergencelaw.cli.option.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve}: it says where it is, answers, and lets running requests end. */
class ServeCommandTest {

    private static final Pattern ADDRESS = Pattern.compile("emergence-law \\S+ at (http://127\\.0\\.0\\.1:[0-9]+)\\R");

    @TempDir
    Path directory;

    @Test
    void itPrintsItsAddressAnswersAndStops() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(), new PrintStream(out, true, StandardCharsets.UTF_8), System.err);
        AtomicInteger status = new AtomicInteger(-1);
        String database = directory.resolve("studies.db").toString();
        Thread serving =
                new Thread(() -> status.set(Main.run(terminal, "serve", "--port", "0", "--database", database)));
        serving.start();
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        ADDRESS.matcher(out.toString(StandardCharsets.UTF_8)).find());
        Matcher address = ADDRESS.matcher(out.toString(StandardCharsets.UTF_8));
        assertThat(address.find()).isTrue();
        URI ready = URI.create(address.group(1) + "/readyz");
        HttpClient client = HttpClient.newHttpClient();
        assertThat(client.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.ofString())
                        .body())
                .isEqualTo("ok");

        try (Socket running = new Socket("127.0.0.1", ready.getPort())) {
            running.setSoTimeout(20_000);
            beginImport(running);
            serving.interrupt();
            Thread.sleep(300);
            running.getOutputStream().write("task\n".getBytes(StandardCharsets.UTF_8));
            assertThat(statusLine(running))
                    .as("a running request is answered before the service ends")
                    .contains(" 404 ");
        }
        serving.join(Duration.ofSeconds(20).toMillis());
        assertThat(serving.isAlive()).isFalse();
        assertThat(status).hasValue(0);
    }

    /** Sends all but the body of a request, and waits until the service asks for that. */
    private static void beginImport(Socket socket) throws IOException {
        String head = "POST /api/v1/studies/none/observations HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                + "Idempotency-Key: slow\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        assertThat(statusLine(socket)).contains(" 100 ");
        assertThat(statusLine(socket)).isEmpty();
    }

    private static String statusLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) if (c != '\r') line.append((char) c);
        return line.toString();
    }

    @Test
    void aPortInUseIsOneClearSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Ran ran = Ran.of(
                    "serve",
                    "--port",
                    Integer.toString(taken.getLocalPort()),
                    "--database",
                    directory.resolve("x.db").toString());
            assertThat(ran.status()).isEqualTo(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err().lines()).hasSize(1);
            assertThat(ran.err()).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort(), "in use");
        }
    }

    @Test
    void othersAreLetInOnlyWithTokensOrByWordOfMouth() {
        String file = directory.resolve("tokens.db").toString();
        Ran refused = Ran.of("serve", "--host", "0.0.0.0", "--port", "0", "--database", file);
        assertThat(refused.err()).contains("others can reach 0.0.0.0, and there is no token", "--insecure");
        assertThat(refused.status()).isEqualTo(2);

        Ran made = Ran.of("token", "create", "ada", "--scope", "read", "--days", "3", "--database", file);
        assertThat(made.out()).startsWith("el_");
        assertThat(Ran.of("token", "list", "--database", file).out())
                .contains("ada  read  until ")
                .doesNotContain(made.out().strip());
        assertThat(Ran.of("token", "create", "ada", "--database", file).err())
                .contains("there is a token named ada already");
        assertThat(Ran.of("token", "create", "bob", "--scope", "god", "--database", file)
                        .err())
                .contains("scope must be one of read, submit, lock, admin, was god");
        assertThat(Ran.of("token", "revoke", "ada", "--database", file).status())
                .isZero();
        assertThat(Ran.of("token", "list", "--database", file).out()).contains("ada  read  revoked ");
    }
}
