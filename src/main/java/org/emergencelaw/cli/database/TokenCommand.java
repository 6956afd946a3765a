package org.emergencelaw.cli.database;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.emergencelaw.cli.option.FitInput;
import org.emergencelaw.cli.option.ServiceOptions;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.cli.option.VersionOption;
import org.emergencelaw.workspace.Workspace;
import org.emergencelaw.workspace.access.AccessToken;
import org.emergencelaw.workspace.access.AccessTokens;
import org.emergencelaw.workspace.access.Scope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        description = {"Makes, lists and revokes the tokens by which the service lets people and programs in.", ""},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = VersionOption.class,
        footer = {
            "",
            "While there is no token, whoever reaches the service may do everything. Scopes, each with those before it: read;",
            "submit (studies, rows, fits, forecasts); lock (the ledger); admin (delete, backup, audit).",
            "",
            "Examples:",
            "  emergence-law token create ada --scope lock --days 365",
            "  emergence-law token list",
            "  emergence-law token revoke ada"
        })
public final class TokenCommand implements Runnable {

    private final Terminal terminal;
    private final Clock clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public TokenCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    /** A token with its secret, as printed. */
    private record Made(AccessToken token, String secret) {}

    @Command(
            name = "create",
            description = "Makes a token and prints its secret, this once.",
            mixinStandardHelpOptions = true)
    int create(
            @Parameters(paramLabel = "NAME", description = "Whose it is.") String name,
            @Option(
                            names = "--scope",
                            paramLabel = "SCOPE",
                            defaultValue = "submit",
                            description = "read, submit, lock or admin (default: submit).")
                    String scope,
            @Option(
                            names = "--days",
                            paramLabel = "N",
                            defaultValue = "90",
                            description = "How long it holds (default: 90).")
                    int days,
            @Option(names = "--json", description = "Print JSON.") boolean json,
            @Mixin ServiceOptions options)
            throws IOException {
        try (Workspace workspace = options.open(clock)) {
            AccessTokens.Made made = workspace.access().make(name, Scope.of(scope), days);
            terminal.out().println(json ? FitInput.json(new Made(made.token(), made.secret())) : made.secret());
        }
        return 0;
    }

    @Command(name = "list", description = "Lists all tokens, without their secrets.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print JSON.") boolean json, @Mixin ServiceOptions options)
            throws IOException {
        try (Workspace workspace = options.openExisting(clock)) {
            List<AccessToken> tokens = workspace.access().all();
            if (json) terminal.out().println(FitInput.json(tokens));
            else tokens.forEach(token -> terminal.out().println(line(token)));
        }
        return 0;
    }

    private static String line(AccessToken token) {
        return token.name() + "  " + token.scope().key() + "  "
                + token.revokedAt().map(at -> "revoked " + at).orElse("until " + token.expiresAt());
    }

    @Command(name = "revoke", description = "Ends a token at once.", mixinStandardHelpOptions = true)
    int revoke(
            @Parameters(paramLabel = "NAME", description = "Whose it is.") String name, @Mixin ServiceOptions options)
            throws IOException {
        try (Workspace workspace = options.openExisting(clock)) {
            workspace.access().revoke(name);
        }
        return 0;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
