// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.io.PrintWriter;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on standard error why a command did not work, and chooses the exit code. */
final class FaultReport implements IParameterExceptionHandler, IExecutionExceptionHandler {
    static final int FAILED = 1;
    static final int WRONG_USE = 2;
    static final int CANNOT_LISTEN = 3;
    static final int NO_SUCH_PROGRAM = 4;

    @Override
    public int handleParseException(ParameterException fault, String[] words) {
        CommandLine command = fault.getCommandLine();
        PrintWriter err = command.getErr();
        if (words.length == 0) {
            command.usage(err);
            return WRONG_USE;
        }
        err.println("fairlead: " + fault.getMessage());
        UnmatchedArgumentException.printSuggestions(fault, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return WRONG_USE;
    }

    @Override
    public int handleExecutionException(Exception fault, CommandLine command, ParseResult words) {
        if (fault instanceof AgentException known) {
            command.getErr().println("fairlead: " + known.getMessage());
            return exitCode(known);
        }
        command.getErr().println("fairlead: This should not have happened. Please report it.");
        fault.printStackTrace(command.getErr());
        return FAILED;
    }

    private static int exitCode(AgentException fault) {
        if (fault.code() == Code.CONFIGURATION) {
            return isOfTheNetwork(fault) ? CANNOT_LISTEN : WRONG_USE;
        }
        return fault.code() == Code.AGENT_UNAVAILABLE ? NO_SUCH_PROGRAM : FAILED;
    }

    private static boolean isOfTheNetwork(@Nullable Throwable fault) {
        return fault != null
                && (fault instanceof SocketException
                        || fault instanceof UnknownHostException
                        || fault instanceof UnresolvedAddressException
                        || isOfTheNetwork(fault.getCause()));
    }
}
