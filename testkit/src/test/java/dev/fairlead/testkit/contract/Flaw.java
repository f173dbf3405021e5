// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

/** What a {@link Pipe} does wrong, which test catches it, and with which sentence. */
enum Flaw {
    OVERLAPS("callsOfAListenerDoNotOverlap", "[1.2] A call of the listener came during another:"),
    BLOCKS("noCallWaitsForAPeerThatDoesNotRead", "[1.3] A call of write did not return within 2 s."),
    REORDERS("messagesAreHeardInTheOrderInWhichTheyWereGiven", "[2.1] Message 6 was heard before message 5."),
    MISNUMBERS("sequencesAreThoseOfTheEventsOrNone", "[2.2] Events 1, 2 and 3 were heard as [2, 3, 4]."),
    LOSES_NOTICES("aNoticeStandsBetweenTheEventsAroundIt", "[2.3] A gap told between two messages was heard so:"),
    LOSES_A_BATCH("eachEventOfABatchIsHeardOnce", "[3.1] Message 1 was lost."),
    REPEATS("eachEventOfABatchIsHeardOnce", "[3.1] Message 1 was heard twice."),
    FORGETS_A_STAGE("eachStageCompletes", "[3.2] The stage of a write did not complete within 2 s"),
    REUSES_BYTES("bytesBelongToTheListener", "[4.1] Bytes that were given to the listener were written again."),
    IGNORES_DEMAND(
            "theNextMessageWaitsForTheListener", "[5.1] A second message came while the stage of the first was open."),
    COMPLETES_EARLY("aWriteStaysOpenWhileNobodyReads", "[5.2] Writes of 64 MiB completed while nobody read:"),
    ENDS_SILENTLY("theEndIsToldOnceAtBothEnds", "[6.1] The near listener was not told the end within 2 s."),
    ENDS_TWICE("theEndIsToldOnceAtBothEnds", "[6.1] onClosed came after onClosed, which must be the last call"),
    ENDS_WITHIN_A_CALL(
            "theEndNeedsNoDemand", "[6.2] A call of the listener came during another: onClosed during onMessage."),
    TELLS_THE_LAST_REASON("onlyTheFirstCloseCounts", "[6.3] A wire closed as superseded, then again as others, told"),
    LEAKS("nothingIsLeft", "[6.4] Something is left of a medium that has ended: thread pipe-leak"),
    LIVES_ON("aFailedWriteIsFollowedByTheEnd", "[6.6] Writes on a link that was cut still succeed after 2 s."),
    HIDES_A_CUT("anEndOnPurposeIsNoCut", "[6.7] A cut was heard as normal."),
    TIDIES("noByteOfAMessageIsChanged", "[7.1] Message 2 was changed on its way:"),
    HAS_NO_LIMIT("aMessageOverTheLimitIsRefused", "[7.2] A message of 2 MiB was heard, where 64 KiB are allowed.");

    final String caughtBy;
    final String sentence;

    Flaw(String caughtBy, String sentence) {
        this.caughtBy = caughtBy;
        this.sentence = sentence;
    }
}
