// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.acp;

import com.agentclientprotocol.sdk.json.AcpJsonMapper;
import com.agentclientprotocol.sdk.spec.AcpSchema;
import com.agentclientprotocol.sdk.spec.AcpSchema.JSONRPCMessage;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import java.io.IOException;

/** Messages as bytes, and as the objects of the SDK. Thread-safe. */
final class Translation {
    private final AcpJsonMapper mapper = AcpJsonMapper.createDefault();
    private final MessageLimits limits;

    Translation(MessageLimits limits) {
        this.limits = limits;
    }

    AcpJsonMapper mapper() {
        return mapper;
    }

    /** Returns the bytes of an object; throws {@link AgentException} if it is no message, or too large. */
    Message message(JSONRPCMessage object) {
        try {
            return Message.read(mapper.writeValueAsBytes(object), limits);
        } catch (IOException e) {
            throw new AgentException(Code.INVALID_MESSAGE, "The SDK could not write a message as JSON.", e);
        }
    }

    /** Returns the object of a message; throws {@link AgentException} if the SDK does not know such. */
    JSONRPCMessage object(Message message) {
        try {
            return AcpSchema.deserializeJsonRpcMessage(mapper, message.text());
        } catch (IOException | IllegalArgumentException e) {
            throw new AgentException(Code.INVALID_MESSAGE, "The SDK could not read the message.", e);
        }
    }
}
