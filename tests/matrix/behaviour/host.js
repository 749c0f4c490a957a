/**
 * What the observations are given by where they run.
 * @typedef {object} Host
 * @property {{ apiKey: string | null, baseUrl: string }} options A client's, for the cell's service.
 * @property {string} backend The address of a backend of one's own, for a client without a key.
 * @property {() => Promise<typeof import('espai-cdkey')>} second Another copy of the package.
 * @property {(options: Host['options'], cards: import('espai-cdkey').Card[]) =>
 *   Promise<{ sent: import('espai-cdkey').Card[], own: import('espai-cdkey').Card[] }>} ask
 *   Sends cards to a worker, which gives them back beside those that a client of its own lists.
 */

export {};
