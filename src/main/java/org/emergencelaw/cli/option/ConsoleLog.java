package org.emergencelaw.cli.option;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Logs to stderr, the access log to standard output. Found by its name in {@code META-INF/services}; in code, because reading XML would
 * take a good part of the start. {@code -Dlogback.configurationFile=...} replaces it.
 */
public final class ConsoleLog extends ContextAwareBase implements Configurator {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level [%thread] %logger{30} %msg%n";

    /** The logger whose lines have a form of their own. */
    private static final String ACCESS = "access";

    /** Libraries that tell of their daily work. */
    private static final List<String> TALKERS =
            List.of("org.eclipse.jetty", "org.flywaydb", "com.zaxxer.hikari", "io.javalin");

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (replaced()) return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        write(context.getLogger(Logger.ROOT_LOGGER_NAME), "System.err", lines(context, PATTERN));
        context.getLogger(ACCESS).setAdditive(false);
        write(context.getLogger(ACCESS), "System.out", lines(context, "%msg%n"));
        for (String talker : TALKERS) context.getLogger(talker).setLevel(Level.WARN);
        // it warns of a missing graphics card and of its own defaults: no news, the lab computes on the processor
        context.getLogger("ai.djl").setLevel(Level.ERROR);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** From now on an object of JSON a line, with the stack of an error in it. */
    public static void asJson() {
        if (replaced()) return;
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        JsonEncoder json = new JsonEncoder();
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        json.setWithContext(false);
        json.setWithMDC(false);
        json.setWithMessage(false);
        json.setWithArguments(false);
        json.setWithFormattedMessage(true);
        write(context.getLogger(Logger.ROOT_LOGGER_NAME), "System.err", json);
    }

    private static boolean replaced() {
        return System.getProperty("logback.configurationFile") != null;
    }

    private static Encoder<ILoggingEvent> lines(LoggerContext context, String pattern) {
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setContext(context);
        lines.setPattern(pattern);
        return lines;
    }

    /** In the place of what it wrote to before. */
    private static void write(Logger logger, String stream, Encoder<ILoggingEvent> encoder) {
        LoggerContext context = logger.getLoggerContext();
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget(stream);
        console.setEncoder(encoder);
        console.start();
        logger.detachAndStopAllAppenders();
        logger.addAppender(console);
    }
}
