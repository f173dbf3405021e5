// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.runtime.client.Judgement.Meaning;

/** Says what it means for a connection that its wire is lost, or that no other is found. Guarded by the connection. */
final class Judge {
    private final ResumableConnection connection;
    private final Identity identity;
    private final Ladder ladder;
    private final Affinity affinity;
    private final Absence absence;

    Judge(ResumableConnection connection, Identity identity, Ladder ladder, Affinity affinity, Absence absence) {
        this.connection = connection;
        this.identity = identity;
        this.ladder = ladder;
        this.affinity = affinity;
        this.absence = absence;
    }

    /** Judges the loss of a wire. */
    Judgement lost(Carrier carrier, CloseReason reason, long now) {
        if (isLastWord(reason.code())) {
            return new Judgement(Meaning.END, reason);
        }
        if (isToBeBegunAgain(reason.code())) {
            return new Judgement(Meaning.COME_BACK, reason);
        }
        if (!identity.isNamed() && connection.isUnbegun() && ladder.leave(carrier.transport, now)) {
            return new Judgement(Meaning.ELSEWHERE, reason);
        }
        if (!identity.isNamed() || affinity.isMissing(reason.code(), now)) {
            return new Judgement(Meaning.GONE, affinity.explain(reason, now));
        }
        return new Judgement(Meaning.COME_BACK, reason);
    }

    /** Judges a search that found nothing. */
    Judgement notFound(AgentException failure, long now) {
        CloseReason reason = failure.reason();
        if (isRefusal(reason.code()) || (ladder.isRejecting() && connection.isUnbegun())) {
            return new Judgement(Meaning.END, reason);
        }
        if (reason.code() == Code.CONNECTION_UNKNOWN && identity.isNamed() && !isToBeBegunAgain(reason.code())) {
            return new Judgement(Meaning.GONE, affinity.explain(reason, now));
        }
        CloseReason tooLong = absence.end(failure, now);
        return tooLong == null ? new Judgement(Meaning.COME_BACK, reason) : new Judgement(Meaning.END, tooLong);
    }

    private static boolean isRefusal(Code code) {
        return code == Code.UNAUTHORIZED || code == Code.FORBIDDEN;
    }

    /** Returns whether the gateway says with that code that there is nothing to come back to. */
    private static boolean isLastWord(Code code) {
        return switch (code) {
            case AGENT_EXITED, AGENT_UNAVAILABLE, NORMAL, UNAUTHORIZED, FORBIDDEN -> true;
            default -> false;
        };
    }

    /** Returns whether a connection that failed with that code is to be begun again in the same name. */
    private boolean isToBeBegunAgain(Code code) {
        if (!connection.isToBeBegunAgain()) {
            return false;
        }
        return switch (code) {
            case LINK_LOST, TIMED_OUT, STALLED, SUPERSEDED, LIMIT_REACHED, SHUTDOWN -> true;
            case CONNECTION_UNKNOWN -> identity.unname();
            default -> false;
        };
    }
}
