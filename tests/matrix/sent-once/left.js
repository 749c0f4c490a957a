/** Where somebody goes who has no patience. */
/** @type {any} */ (globalThis).report = { outcome: 'left' };
