package org.emergencelaw.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.emergencelaw.cli.option.InvalidInputException;
import org.emergencelaw.cli.option.Terminal;
import org.emergencelaw.fit.UnconvergedException;
import org.emergencelaw.format.FaultGroup;
import org.emergencelaw.format.Json;
import org.emergencelaw.format.JsonErrorMessage;
import org.emergencelaw.ingest.table.ImportMapping;
import org.emergencelaw.ledger.LedgerConflict;
import org.emergencelaw.report.FitText;
import org.emergencelaw.workspace.Conflict;
import org.emergencelaw.workspace.NotFound;
import org.emergencelaw.workspace.Problem;
import org.emergencelaw.workspace.Unavailable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What went wrong, in words on stderr and as an exit status. */
record ErrorReport(Terminal terminal) {

    private static final int FAULT = 1;
    private static final int BAD_INPUT = 2;
    private static final int ROWS_SHOWN = 100;

    /** Options that cannot be understood. */
    int misuse(ParameterException misuse) {
        CommandLine command = misuse.getCommandLine();
        say(String.valueOf(misuse.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(misuse, command.getErr());
        terminal.err().println("Try: " + command.getCommandSpec().qualifiedName(" ") + " --help");
        return BAD_INPUT;
    }

    /**
     * A command that did not do what it should.
     *
     * @param json whether refusals are told as the API tells them
     * @param debug whether to show where it came from
     */
    int fault(Exception thrown, boolean json, boolean debug) throws JsonProcessingException {
        Exception cause = thrown instanceof UncheckedIOException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : thrown;
        if (debug) thrown.printStackTrace(terminal.err());
        if (thrown instanceof InvalidInputException refused) {
            if (json) terminal.err().println(Json.mapper().writeValueAsString(refused.problem()));
            else refuse(refused);
            return BAD_INPUT;
        }
        if (thrown instanceof UnconvergedException unconverged) return unconverged(unconverged, json);
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof NoSuchFileException) return say("there is no file " + message, BAD_INPUT);
        if (cause instanceof AccessDeniedException) return say("the file " + message + " may not be read", BAD_INPUT);
        if (cause instanceof JsonProcessingException broken) return say(JsonErrorMessage.words(broken), BAD_INPUT);
        if (refused(cause)) {
            if (json) terminal.err().println(Json.write(problem(cause)));
            else say(message);
            return BAD_INPUT;
        }
        if (cause instanceof Unavailable) return say(message, FAULT);
        Optional<Unavailable> later = Unavailable.of(cause);
        if (later.isPresent()) return say(String.valueOf(later.get().getMessage()), FAULT);
        if (cause instanceof IllegalArgumentException) return say(message, BAD_INPUT);
        if (cause instanceof IOException) return say(message, FAULT);
        return say("internal error: " + cause + (debug ? "" : " (--debug shows where)"), FAULT);
    }

    /** Whether a person asked for what is not there, or cannot be as things stand. */
    private static boolean refused(Throwable cause) {
        return cause instanceof NotFound || cause instanceof Conflict || cause instanceof LedgerConflict;
    }

    /** As the API tells it. */
    private static Problem problem(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof NotFound missing) return Problem.of(missing.code(), 404, "Not found", message);
        if (cause instanceof LedgerConflict frozen) return Problem.of(frozen.code(), 409, "Conflict", message);
        return Problem.of(((Conflict) cause).code(), 409, "Not possible", message);
    }

    /** The estimate is told all the same, but on stderr: nothing may take it for an answer. */
    private int unconverged(UnconvergedException unconverged, boolean json) throws JsonProcessingException {
        if (json) terminal.err().println(Json.mapper().writeValueAsString(Problem.of(unconverged)));
        else {
            say(String.valueOf(unconverged.getMessage()));
            terminal.err().print(FitText.sampling(unconverged.sampling()));
        }
        return FAULT;
    }

    private void refuse(InvalidInputException refused) {
        say(String.valueOf(refused.getMessage()));
        List<FaultGroup> groups = FaultGroup.of(refused.problem().errors());
        for (FaultGroup group : groups.subList(0, Math.min(ROWS_SHOWN, groups.size())))
            terminal.err().println("  " + group.message());
        if (groups.size() > ROWS_SHOWN) terminal.err().println("  and more; these are the first " + ROWS_SHOWN + ".");
        String models =
                refused.problem().mapping().map(ImportMapping::missingModels).orElse("");
        if (!models.isEmpty())
            terminal.err().print("Complete these lines and give them as --models models.csv:\n" + models);
    }

    private void say(String message) {
        terminal.err().println("emergence-law: " + message);
    }

    private int say(String message, int status) {
        say(message);
        return status;
    }
}
