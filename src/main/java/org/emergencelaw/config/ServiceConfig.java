package org.emergencelaw.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.emergencelaw.format.Yaml;

/**
 * Settings of the service, {@code configs/service.yaml}.
 *
 * @param host address to listen on
 * @param port TCP port, 0 for a free one
 * @param database SQLite file, or the address of a PostgreSQL database, {@code jdbc:postgresql:...}
 * @param maxBodyMib largest request body, MiB
 * @param maxUploadMib largest upload of files, MiB; they are kept on disk while they are read
 * @param examples directory of example studies
 * @param tasks catalogue of benchmarks
 * @param hosts names under which people reach the service, beside {@code host}, {@code localhost} and its addresses
 */
public record ServiceConfig(
        String host,
        int port,
        String database,
        int maxBodyMib,
        int maxUploadMib,
        String examples,
        String tasks,
        Optional<List<String>> hosts) {

    private static final String PREFIX = "EMERGENCE_LAW_";

    /** Of the launcher, and of commands that use a service elsewhere. */
    private static final Set<String> OTHERS = Set.of(PREFIX + "HEAP", PREFIX + "JAVA_OPTIONS", PREFIX + "TOKEN");

    public static final ServiceConfig DEFAULT = new ServiceConfig(
            "127.0.0.1", 8080, "emergence-law.db", 20, 2048, "data", "configs/tasks.yaml", Optional.of(List.of()));

    public ServiceConfig {
        if (host.isBlank()) throw new IllegalArgumentException("host must not be blank");
        if (!(port >= 0 && port <= 65_535))
            throw new IllegalArgumentException("port must be from 0 to 65535, was " + port);
        if (database.isBlank()) throw new IllegalArgumentException("database must not be blank");
        if (!(maxBodyMib >= 1 && maxBodyMib <= 1024))
            throw new IllegalArgumentException("max_body_mib must be from 1 to 1024, was " + maxBodyMib);
        if (!(maxUploadMib >= 1 && maxUploadMib <= 1_048_576))
            throw new IllegalArgumentException("max_upload_mib must be from 1 to 1048576, was " + maxUploadMib);
        for (String name : hosts.orElse(List.of()))
            if (!name.matches("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+\\]"))
                throw new IllegalArgumentException("hosts must be names without port, was " + name);
    }

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a key is unknown or missing, or a value breaks a rule
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
        return new ServiceConfig(
                environment.getOrDefault(PREFIX + "HOST", host),
                number(environment, "PORT", port),
                environment.getOrDefault(PREFIX + "DATABASE", database),
                number(environment, "MAX_BODY_MIB", maxBodyMib),
                number(environment, "MAX_UPLOAD_MIB", maxUploadMib),
                environment.getOrDefault(PREFIX + "EXAMPLES", examples),
                environment.getOrDefault(PREFIX + "TASKS", tasks),
                Optional.ofNullable(environment.get(PREFIX + "HOSTS"))
                        .map(names -> names.isBlank() ? List.<String>of() : List.of(names.split(" *, *")))
                        .or(() -> hosts));
    }

    /** Variables of the environment, one a setting. */
    public static List<String> variables() {
        return Arrays.stream(ServiceConfig.class.getRecordComponents())
                .map(component -> PREFIX
                        + component.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT))
                .toList();
    }

    private static boolean known(String name) {
        return variables().contains(name);
    }

    private static int number(Map<String, String> environment, String setting, int otherwise) {
        String text = environment.get(PREFIX + setting);
        if (text == null) return otherwise;
        if (!text.matches("[0-9]{1,9}"))
            throw new IllegalArgumentException(PREFIX + setting + " must be a whole number, was " + text);
        return Integer.parseInt(text);
    }

    /** As {@link #hosts}; none where nothing is said of them. */
    public List<String> names() {
        return hosts.orElse(List.of());
    }

    public ServiceConfig withHosts(List<String> others) {
        return new ServiceConfig(
                host, port, database, maxBodyMib, maxUploadMib, examples, tasks, Optional.of(List.copyOf(others)));
    }

    public ServiceConfig withPort(int other) {
        return new ServiceConfig(host, other, database, maxBodyMib, maxUploadMib, examples, tasks, hosts);
    }

    public ServiceConfig withHost(String other) {
        return new ServiceConfig(other, port, database, maxBodyMib, maxUploadMib, examples, tasks, hosts);
    }

    public ServiceConfig withDatabase(String other) {
        return new ServiceConfig(host, port, other, maxBodyMib, maxUploadMib, examples, tasks, hosts);
    }
}
