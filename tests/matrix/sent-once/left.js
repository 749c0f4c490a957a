/** Where somebody goes who has no patience. */
globalThis.report = { outcome: 'left' };
