// SPDX-License-Identifier: Apache-2.0
import { Connection } from "./connection.js";

export { Connection } from "./connection.js";
export { Environment } from "./environment.js";
export { Failure } from "./failure.js";
export { NAMES } from "./rungs.js";
export { TRANSPORTS } from "./selector.js";
export { SharedPlace } from "./shared-place.js";

/**
 * Opens a connection to an agent.
 *
 * @param {string} endpoint for instance `/acp`
 * @param {object} options see `Connection`
 * @returns {Promise<Connection>}
 */
export function connect(endpoint, options) {
  return new Connection(endpoint, options).open();
}
