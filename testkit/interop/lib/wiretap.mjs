import { WebSocket } from "ws";

/**
 * What passes between the SDK's client transport and the network, recorded without changing it.
 *
 * `requests` holds one entry an HTTP request; `sent` every message the client sent; `closes` every WebSocket close.
 */
export class Wiretap {
  requests = [];
  sent = [];
  sockets = [];
  closes = [];

  /** A `fetch` for the SDK's HTTP client. */
  fetch = async (input, init) => {
    const request = { method: init.method, session: header(init, "Acp-Session-Id"), status: undefined };
    this.requests.push(request);
    if (typeof init.body === "string") {
      this.sent.push(JSON.parse(init.body));
    }
    const response = await globalThis.fetch(input, init);
    request.status = response.status;
    return response;
  };

  /** A WebSocket constructor for the SDK's WebSocket client. */
  get webSocket() {
    const tap = this;
    return class TappedWebSocket extends WebSocket {
      constructor(url, protocols, options) {
        super(url, protocols, options);
        tap.sockets.push(this);
        this.once("upgrade", (response) => (this.upgradeHeaders = response.headers));
        this.once("close", (code, reason) => tap.closes.push({ code, reason: String(reason) }));
      }

      send(data) {
        tap.sent.push(JSON.parse(data));
        super.send(data);
      }
    };
  }

  /** The client's complaints about what it received: JSON-RPC errors it sent that answer no request. */
  protocolErrors() {
    return this.sent.filter((message) => message.error !== undefined && message.id === null);
  }
}

function header(init, name) {
  return new Headers(init.headers).get(name) ?? undefined;
}
