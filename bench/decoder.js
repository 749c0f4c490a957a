/**
 * Builds bench/decoder/ as scripts/build/wasm.js builds the client: the same compiler, profile and wasm-opt.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { glueFactory } from '../scripts/build/glue.js';
import { ROOT, TARGET } from '../scripts/build/places.js';
import { optimise, wasmTools } from '../scripts/build/wasm.js';
import { run } from '../scripts/lib/run.js';
import { hashOf, once } from '../scripts/lib/stamp.js';

const STEM = 'espai_cdkey_bench_decoder';

/**
 * @param {string} out The folder that gets `decoder.wasm` and `decoder-glue.js`.
 */
export async function buildDecoder(out) {
  const tools = wasmTools();
  mkdirSync(out, { recursive: true });
  const products = ['decoder.wasm', 'decoder-glue.js'].map((name) => join(out, name));
  const sources = ['Cargo.toml', 'src', 'bench/decoder', 'bench/decoder.js', 'scripts/build/wasm.js'];
  await once(join(out, '.stamp'), hashOf(ROOT, sources, [tools.identity]), products, async () => {
    console.log('bench: compiling the decoder alone ...');
    // The client's own profile, read and not copied, so that the two cannot come apart.
    const profile = join(out, 'profile.toml');
    const manifest = readFileSync(join(ROOT, 'Cargo.toml'), 'utf8');
    const sections = ['profile.wasm', 'profile.wasm.package.espai-cdkey-wire'];
    writeFileSync(profile, sections.map((name) => sectionOf(manifest, name)).join('\n'));
    const where = ['--target', 'wasm32-unknown-unknown', '--target-dir', TARGET];
    const how = ['--quiet', '--locked', '--profile', 'wasm', '--config', profile];
    run('cargo', ['build', ...how, ...where], { cwd: join(ROOT, 'bench/decoder'), env: tools.env });
    const bindgen = join(out, 'bindgen');
    const compiled = join(TARGET, 'wasm32-unknown-unknown/wasm', `${STEM}.wasm`);
    run('wasm-bindgen', ['--target', 'bundler', '--out-dir', bindgen, '--out-name', STEM, compiled], {
      env: tools.env,
    });
    const wasm = join(bindgen, `${STEM}_bg.wasm`);
    optimise(wasm, join(out, 'decoder.wasm'));
    writeFileSync(
      join(out, 'decoder-glue.js'),
      `export ${await glueFactory(join(bindgen, `${STEM}_bg.js`))}\nexport const importName = './${STEM}_bg.js';\n`,
    );
  });
}

/**
 * One table of a TOML file, with its heading.
 * @param {string} toml
 * @param {string} name
 */
function sectionOf(toml, name) {
  const lines = toml.split('\n');
  const from = lines.indexOf(`[${name}]`);
  if (from < 0) throw new Error(`Cargo.toml has no [${name}].`);
  const length = lines.slice(from + 1).findIndex((line) => line.startsWith('['));
  return lines.slice(from, length < 0 ? undefined : from + 1 + length).join('\n');
}
