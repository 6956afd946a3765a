package org.emergencelaw.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.format.Yaml;

/**
 * Settings of the service, {@code configs/service.yaml}.
 *
 * @param host address to listen on
 * @param port TCP port, 0 for a free one
 * @param database SQLite file
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
