import { without } from './missing.js';

/** @param {import('./host.js').Host} host */
export const observe = (host) => without('fetch', host);
