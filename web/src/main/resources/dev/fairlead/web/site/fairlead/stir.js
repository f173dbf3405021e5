// SPDX-License-Identifier: Apache-2.0

const SOCKETS = 6;
const PATIENCE = 1500;

/**
 * Finds sockets that are dead without a word. A browser keeps them for the next requests, which then wait in vain, one after the other;
 * asking on as many at once as it has finds all of them together. Resolves when one has answered, or none does.
 */
export async function stir({ endpoint, environment, headers }) {
  const ask = async () => {
    const response = await environment.fetch(`${endpoint}/transports`, {
      headers: headers(),
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return response.text();
  };
  await Promise.any(Array.from({ length: SOCKETS }, ask)).catch(() => {});
}
