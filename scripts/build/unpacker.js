/**
 * The wasm that undoes `embed.js`, as a module that `pkg-template/unpack.js` imports.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import binaryen from 'binaryen';
import { GENERATED, ROOT } from './places.js';

export const SOURCE = 'scripts/build/unpacker.wat';

export function buildUnpacker() {
  const module = binaryen.parseText(readFileSync(join(ROOT, SOURCE), 'utf8'));
  module.optimize();
  const bytes = module.emitBinary();
  module.dispose();
  mkdirSync(GENERATED, { recursive: true });
  const note = `// Made of ${SOURCE} by scripts/build/unpacker.js. Do not edit.`;
  writeFileSync(
    join(GENERATED, 'unpacker.js'),
    `${note}\nexport const UNPACKER = /* @__PURE__ */ new Uint8Array([${bytes.join(',')}]);\n`,
  );
  writeFileSync(join(GENERATED, 'unpacker.d.ts'), `${note}\nexport declare const UNPACKER: Uint8Array<ArrayBuffer>;\n`);
}
