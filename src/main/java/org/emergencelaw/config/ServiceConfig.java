package org.emergencelaw.config;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.emergencelaw.format.Yaml;

/**
 * Settings of the service, {@code configs/service.yaml}. Those that a file may leave out are there all the same once it was read.
 *
 * @param host address to listen on
 * @param port TCP port, 0 for a free one
 * @param database SQLite file, or the address of a PostgreSQL database, {@code jdbc:postgresql:...}
 * @param maxBodyMib largest request body, MiB
 * @param maxUploadMib largest upload of files, MiB; they are kept on disk while they are read
 * @param examples directory of example studies
 * @param tasks catalogue of benchmarks
 * @param hosts names under which people reach the service, beside {@code host}, {@code localhost} and its addresses
 * @param basePath path under which a proxy passes requests on, such as {@code /law}; empty for none
 * @param accessLog a line for each request: {@code off}, {@code combined} or {@code json}
 * @param logFormat of the log: {@code text} or {@code json}
 * @param requestSeconds time that one request may compute
 * @param maxRows most observations of one study
 * @param embedOrigins sites that may show cards of the service in a frame, such as {@code https://blog.example.org}
 */
public record ServiceConfig(
        String host,
        int port,
        String database,
        int maxBodyMib,
        int maxUploadMib,
        String examples,
        String tasks,
        Optional<List<String>> hosts,
        Optional<String> basePath,
        Optional<String> accessLog,
        Optional<String> logFormat,
        OptionalInt requestSeconds,
        OptionalInt maxRows,
        Optional<List<String>> embedOrigins) {

    private static final String PREFIX = "EMERGENCE_LAW_";

    /** Of the launcher, and of commands that use a service elsewhere. */
    private static final Set<String> OTHERS = Set.of(PREFIX + "HEAP", PREFIX + "JAVA_OPTIONS", PREFIX + "TOKEN");

    /** Several values, with commas between them. */
    private static final Set<String> LISTS = Set.of(PREFIX + "HOSTS", PREFIX + "EMBED_ORIGINS");

    public static final ServiceConfig DEFAULT = new ServiceConfig(
            "127.0.0.1",
            8080,
            "emergence-law.db",
            20,
            2048,
            "data",
            "configs/tasks.yaml",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty());

    public ServiceConfig {
        if (host.isBlank()) throw new IllegalArgumentException("host must not be blank");
        between("port", port, 0, 65_535);
        if (database.isBlank()) throw new IllegalArgumentException("database must not be blank");
        between("max_body_mib", maxBodyMib, 1, 1024);
        between("max_upload_mib", maxUploadMib, 1, 1_048_576);
        hosts = Optional.of(List.copyOf(hosts.orElse(List.of())));
        for (String name : hosts.get())
            if (!name.matches("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+\\]"))
                throw new IllegalArgumentException("hosts must be names without port, was " + name);
        basePath = Optional.of(basePath.orElse(""));
        if (!basePath.get().matches("(/[A-Za-z0-9._~-]+)*"))
            throw new IllegalArgumentException(
                    "base_path must be empty or like /law, without a slash at its end, was " + basePath.get());
        accessLog = Optional.of(oneOf("access_log", accessLog.orElse("off"), "off", "combined", "json"));
        logFormat = Optional.of(oneOf("log_format", logFormat.orElse("text"), "text", "json"));
        requestSeconds = OptionalInt.of(between("request_seconds", requestSeconds.orElse(300), 1, 86_400));
        maxRows = OptionalInt.of(between("max_rows", maxRows.orElse(1_000_000), 1, 100_000_000));
        embedOrigins = Optional.of(List.copyOf(embedOrigins.orElse(List.of())));
        for (String origin : embedOrigins.get())
            if (!origin.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?"))
                throw new IllegalArgumentException(
                        "embed_origins must be like https://blog.example.org, without a path, was " + origin);
    }

    private static int between(String key, int value, int least, int most) {
        if (!(value >= least && value <= most))
            throw new IllegalArgumentException(key + " must be from " + least + " to " + most + ", was " + value);
        return value;
    }

    private static String oneOf(String key, String value, String... known) {
        if (!Arrays.asList(known).contains(value))
            throw new IllegalArgumentException(key + " must be " + String.join(", ", known) + ", was " + value);
        return value;
    }

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a key is unknown, or missing where it must stand, or a value breaks a rule
     */
    public static ServiceConfig read(Path file) throws IOException {
        return Yaml.read(file, ServiceConfig.class);
    }

    /**
     * The same, but for what the environment says: {@code EMERGENCE_LAW_PORT} and so on, one variable a setting.
     *
     * @param environment all variables; others than these, and those of the launcher, are not looked at
     * @throws IllegalArgumentException if a variable begins like these and is none, or its value breaks a rule
     */
    public ServiceConfig with(Map<String, String> environment) {
        Set<String> unknown = new TreeSet<>(environment.keySet());
        unknown.removeIf(name -> !name.startsWith(PREFIX) || OTHERS.contains(name) || known(name));
        if (!unknown.isEmpty())
            throw new IllegalArgumentException("the environment has " + String.join(", ", unknown)
                    + ", which is no setting; settings are " + String.join(", ", variables()));
        ServiceConfig settings = this;
        for (String key : keys()) {
            String variable = variable(key), text = environment.get(variable);
            if (text != null) settings = settings.with(key, value(variable, text, typeOf(key)));
        }
        return settings;
    }

    /** Keys of the file. */
    private static List<String> keys() {
        return Arrays.stream(ServiceConfig.class.getRecordComponents())
                .map(ServiceConfig::key)
                .toList();
    }

    private static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT);
    }

    /** Variables of the environment, one a setting. */
    public static List<String> variables() {
        return keys().stream().map(ServiceConfig::variable).toList();
    }

    private static boolean known(String name) {
        return variables().contains(name);
    }

    private static Class<?> typeOf(String key) {
        return Arrays.stream(ServiceConfig.class.getRecordComponents())
                .filter(component -> key(component).equals(key))
                .findFirst()
                .orElseThrow()
                .getType();
    }

    private static Object value(String variable, String text, Class<?> type) {
        if (LISTS.contains(variable)) return text.isBlank() ? List.of() : List.of(text.split(" *, *"));
        if (type != int.class && type != OptionalInt.class) return text;
        if (!text.matches("[0-9]{1,9}"))
            throw new IllegalArgumentException(variable + " must be a whole number, was " + text);
        return Integer.valueOf(text);
    }

    /**
     * The same with another value of one setting.
     *
     * @param key as in the file
     * @throws IllegalArgumentException if the value breaks a rule
     */
    public ServiceConfig with(String key, Object value) {
        RecordComponent[] components = ServiceConfig.class.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values[i] = key(components[i]).equals(key)
                        ? wrapped(value, types[i])
                        : components[i].getAccessor().invoke(this);
            }
            return ServiceConfig.class.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof IllegalArgumentException rule) throw rule;
            throw new IllegalStateException(refused);
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static Object wrapped(Object value, Class<?> type) {
        if (type == OptionalInt.class) return OptionalInt.of((Integer) value);
        return type == Optional.class ? Optional.of(value) : value;
    }

    /** As {@link #hosts}. */
    public List<String> names() {
        return hosts.orElseThrow();
    }

    /** As {@link #embedOrigins}. */
    public List<String> framedBy() {
        return embedOrigins.orElseThrow();
    }

    /** As {@link #basePath}. */
    public String base() {
        return basePath.orElseThrow();
    }
}
