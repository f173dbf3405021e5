// SPDX-License-Identifier: Apache-2.0
import { PollingWire } from "./polling-wire.js";
import { SseWire } from "./sse-wire.js";
import { WebSocketWire } from "./websocket-wire.js";

/** The wires, by the id of their transport. Each can `prove`, `start`, `send`, `acknowledge`, `ping` and `close`. */
export const WIRES = { websocket: WebSocketWire, sse: SseWire, polling: PollingWire };
