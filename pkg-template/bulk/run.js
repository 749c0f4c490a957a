/** @param {any} _options */
export async function* runTransfers(_options) {}
