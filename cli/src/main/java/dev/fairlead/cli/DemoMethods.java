// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.Message;
import dev.fairlead.runtime.Gateway;
import dev.fairlead.runtime.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one client can ask of the demo agent: the methods of ACP v1. */
final class DemoMethods {
    private static final int PROTOCOL_VERSION = 1;
    private static final int PAGE = 50;
    private static final Map<String, Object> NOTHING = Map.of();

    private final DemoConnection connection;
    private final DemoThread thread;
    private final DemoSessions sessions;
    private boolean initialized;
    private boolean switches;

    DemoMethods(DemoConnection connection, DemoThread thread, DemoSessions sessions) {
        this.connection = connection;
        this.thread = thread;
        this.sessions = sessions;
    }

    /** Answers a request, at once or when it is done. */
    void answer(Message request) {
        String id = Objects.requireNonNull(request.envelope().id());
        try {
            Map<String, Object> result = result(
                    id, Objects.requireNonNull(request.envelope().method()), Json.object(Json.read(request), "params"));
            if (result != null) {
                connection.say(JsonRpc.result(id, result));
            }
        } catch (RpcError e) {
            connection.say(JsonRpc.error(id, e.code(), e.sentence()));
        } catch (AgentException e) {
            connection.say(JsonRpc.error(id, JsonRpc.INVALID_PARAMS, String.valueOf(e.getMessage())));
        }
    }

    /** Obeys a notification, or ignores it. */
    void hear(Envelope notification) {
        if ("session/cancel".equals(notification.method())) {
            sessions.cancel(notification.sessionId(), connection);
        }
    }

    /** Returns the result, or null if it follows later. */
    private @Nullable Map<String, Object> result(String id, String method, Map<String, Object> params) {
        if (initialized == method.equals("initialize")) {
            throw new RpcError(
                    JsonRpc.INVALID_REQUEST,
                    initialized ? "The connection is initialized already." : "Send initialize first.");
        }
        String session = Json.text(params, "sessionId");
        return switch (method) {
            case "initialize" -> initialize(params);
            case "session/new" -> create(id, directory(params));
            case "session/load" -> load(id, sessions.open(session, directory(params), connection));
            case "session/resume" -> chosen(sessions.open(session, directory(params), connection));
            case "session/list" -> list(Json.text(params, "cwd"), Json.text(params, "cursor"));
            case "session/prompt" -> prompt(id, sessions.held(session, connection), Json.list(params, "prompt"));
            case "session/set_mode" -> setMode(sessions.held(session, connection), Json.text(params, "modeId"));
            case "session/set_config_option" ->
                setOption(sessions.held(session, connection), Json.text(params, "configId"), Json.at(params, "value"));
            case "session/close" -> close(sessions.held(session, connection));
            case "session/delete" -> delete(session);
            default -> throw new RpcError(JsonRpc.METHOD_NOT_FOUND, "The demo agent has no method " + method + ".");
        };
    }

    private Map<String, Object> initialize(Map<String, Object> params) {
        initialized = true;
        switches = Json.at(params, "clientCapabilities", "session", "configOptions", "boolean") != null;
        return Json.members(
                "protocolVersion", PROTOCOL_VERSION,
                "agentInfo",
                        Json.members(
                                "name", DemoAgent.NAME, "title", "Fairlead demo agent", "version", Gateway.version()),
                "agentCapabilities",
                        Json.members(
                                "loadSession", true,
                                "promptCapabilities",
                                        Json.members("image", true, "audio", true, "embeddedContext", true),
                                "sessionCapabilities",
                                        Json.members(
                                                "list", NOTHING, "close", NOTHING, "delete", NOTHING, "resume",
                                                NOTHING)),
                "authMethods", List.of());
    }

    private @Nullable Map<String, Object> create(String id, String directory) {
        DemoSession session = sessions.create(directory, connection);
        Map<String, Object> result = new HashMap<>(chosen(session));
        result.put("sessionId", session.id());
        connection.say(JsonRpc.result(id, result));
        offerCommands(session);
        return null;
    }

    private @Nullable Map<String, Object> load(String id, DemoSession session) {
        replay(id, session, session.replay().iterator());
        return null;
    }

    private void replay(String id, DemoSession session, Iterator<String> updates) {
        try {
            if (updates.hasNext()) {
                connection.tell(session, updates.next()).thenRun(() -> thread.run(() -> replay(id, session, updates)));
            } else {
                connection.say(JsonRpc.result(id, chosen(session)));
                offerCommands(session);
            }
        } catch (AgentException e) {
            connection.say(JsonRpc.error(id, JsonRpc.INTERNAL_ERROR, String.valueOf(e.getMessage())));
        }
    }

    private Map<String, Object> chosen(DemoSession session) {
        DemoOptions options = session.options();
        return Json.members("modes", options.modes(), "configOptions", options.list(switches));
    }

    private void offerCommands(DemoSession session) {
        connection.tell(session, SessionUpdates.commands(PromptScript.commands()));
    }

    private Map<String, Object> list(@Nullable String directory, @Nullable String cursor) {
        List<DemoSession> found =
                sessions.before(number(cursor), directory).limit(PAGE + 1L).toList();
        List<Map<String, Object>> page =
                found.stream().limit(PAGE).map(DemoSession::info).toList();
        return found.size() > PAGE
                ? Json.members(
                        "sessions",
                        page,
                        "nextCursor",
                        Long.toString(found.get(PAGE - 1).number()))
                : Json.members("sessions", page);
    }

    private @Nullable Map<String, Object> prompt(String id, DemoSession session, List<@Nullable Object> blocks) {
        if (session.turn() != null) {
            throw new RpcError(
                    JsonRpc.INVALID_REQUEST, "The last prompt of the session is being answered. Wait, or cancel it.");
        }
        String text = PromptText.of(blocks);
        blocks.forEach(block -> session.record(SessionUpdates.prompt(block)));
        String title = session.entitle(text);
        if (title != null) {
            connection.tell(session, title);
        }
        List<PromptStep> steps = new ArrayList<>(PromptScript.steps(text));
        if (session.options().thinks()) {
            steps.add(0, new PromptStep.Think());
        }
        new DemoTurn(connection, thread, session, id, steps).start();
        return null;
    }

    private Map<String, Object> setMode(DemoSession session, @Nullable String mode) {
        if (!session.options().mode(mode)) {
            throw new RpcError(JsonRpc.INVALID_PARAMS, "There is no mode " + mode + ". Set ask or code.");
        }
        connection.tell(session, SessionUpdates.mode(String.valueOf(mode)));
        connection.tell(session, SessionUpdates.options(session.options().list(switches)));
        return NOTHING;
    }

    private Map<String, Object> setOption(DemoSession session, @Nullable String option, @Nullable Object value) {
        DemoOptions options = session.options();
        String before = options.mode();
        if (!options.set(option, value)) {
            throw new RpcError(
                    JsonRpc.INVALID_PARAMS, "There is no option " + option + " with the value " + value + ".");
        }
        if (!options.mode().equals(before)) {
            connection.tell(session, SessionUpdates.mode(options.mode()));
        }
        return Json.members("configOptions", options.list(switches));
    }

    private Map<String, Object> close(DemoSession session) {
        session.holdBy(null);
        return NOTHING;
    }

    private Map<String, Object> delete(@Nullable String session) {
        sessions.delete(session);
        return NOTHING;
    }

    private static String directory(Map<String, Object> params) {
        String directory = Json.text(params, "cwd");
        if (directory == null) {
            throw new RpcError(JsonRpc.INVALID_PARAMS, "The parameter cwd is missing: an absolute path.");
        }
        return directory;
    }

    private static long number(@Nullable String cursor) {
        try {
            return cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw new RpcError(JsonRpc.INVALID_PARAMS, "The cursor is not one that session/list gave.");
        }
    }
}
