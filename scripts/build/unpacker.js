/**
 * The wasm that undoes `embed.js`, as a module that `pkg-template/client/unpack.js` imports.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import binaryen from 'binaryen';
import { CONSTANTS, TEXT_AT, tables } from './embed.js';
import { GENERATED, ROOT } from './places.js';

export const SOURCE = 'scripts/build/unpacker.wat';

export function buildUnpacker() {
  const constants = new Map(Object.entries(CONSTANTS).map(([name, value]) => [name, String(value)]));
  constants.set('TABLES', Array.from(tables(), (byte) => `\\${byte.toString(16).padStart(2, '0')}`).join(''));
  const source = readFileSync(join(ROOT, SOURCE), 'utf8');
  const module = binaryen.parseText(source.replaceAll(/\{([A-Z_]+)\}/g, (all, name) => constants.get(name) ?? all));
  module.optimize();
  const bytes = module.emitBinary();
  module.dispose();
  mkdirSync(GENERATED, { recursive: true });
  const note = `// Made of ${SOURCE} by scripts/build/unpacker.js. Do not edit.`;
  writeFileSync(
    join(GENERATED, 'unpacker.js'),
    `${note}\nexport const TEXT_AT = ${TEXT_AT};\nexport const UNPACKER = /* @__PURE__ */ new Uint8Array([${bytes.join(',')}]);\n`,
  );
  writeFileSync(
    join(GENERATED, 'unpacker.d.ts'),
    `${note}\nexport declare const TEXT_AT: number;\nexport declare const UNPACKER: Uint8Array<ArrayBuffer>;\n`,
  );
}
