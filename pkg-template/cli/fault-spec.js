/**
 * A fault in one argument: `drop:transfer,when=after,times=2`.
 */

/**
 * What `inject` takes. It is checked there, by the rules in wasm.
 * @param {string} spec
 * @returns {Record<string, string | number | null>}
 */
export function readFaultSpec(spec) {
  // A comma inside a message stays: only one before `name=` separates.
  const [head = '', ...parts] = spec.split(/,(?=[A-Za-z-]+=)/);
  const [fault = '', ...endpoint] = head.split(':');
  /** @type {[string, string | number | null][]} */
  const entries = [['fault', fault]];
  if (endpoint.length > 0) entries.push(['endpoint', endpoint.join(':')]);
  for (const part of parts) {
    const at = part.indexOf('=');
    const name = part.slice(0, at);
    entries.push([name === 'retry-after' ? 'retryAfter' : name, valueOf(name, part.slice(at + 1))]);
  }
  return Object.fromEntries(entries);
}

/**
 * @param {string} name
 * @param {string} text
 */
function valueOf(name, text) {
  // The two that are no text where one cannot say so: an envelope's code is a number, and null leaves a field out.
  if (name === 'code' && /^-?\d{1,15}$/.test(text)) return Number(text);
  return (name === 'code' || name === 'message') && text === 'null' ? null : text;
}
