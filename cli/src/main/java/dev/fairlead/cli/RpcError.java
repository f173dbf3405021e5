// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

/** A request that the demo agent answers with a JSON-RPC error. */
final class RpcError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    RpcError(int code, String sentence) {
        super(sentence);
        this.code = code;
    }

    int code() {
        return code;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
