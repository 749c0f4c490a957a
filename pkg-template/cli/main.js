/**
 * Finds the command, and turns what it throws into words and an exit status.
 */
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { COMMANDS } from './commands/index.js';
import { EXIT, Problem } from './exit.js';
import { languageOf, say } from './language.js';
import { define, programOf } from './program.js';
import { styleFor } from './style.js';

/** @typedef {import('./world.js').World} World */
/** @typedef {import('./language.js').Language} Language */

/**
 * @param {string[]} args
 * @param {World} world
 * @returns {Promise<number>}
 */
export async function main(args, world) {
  const language = languageOf(args, world.env);
  // What a shell asks, by the script of `completion`.
  if (args[0] === 'complete' && args[1] === '--') {
    const { propose } = await import('./commands/completion.js');
    await propose(args.slice(2), language);
    return EXIT.done;
  }
  /** @type {number} */
  let status = EXIT.done;
  try {
    const program = programOf(COMMANDS, world, language, version());
    // Only the command that is called is loaded.
    const called = args.map((arg) => COMMANDS.find(({ name }) => name === arg)).find((found) => found !== undefined);
    if (called !== undefined) {
      const spec = await called.load();
      define(program, called.name, spec, language, async (given, options) => {
        status = await spec.run({ args: given, options, world, language, say: (words) => say(words, language) });
      });
    }
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    // It has shown help or the version; or help because there was nothing to do.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return failed(error, args, world, language);
  }
}

/**
 * @param {unknown} error
 * @param {string[]} args
 * @param {World} world
 * @param {Language} language
 * @returns {Promise<number>}
 */
async function failed(error, args, world, language) {
  const style = styleFor(world.stderr.stream);
  // On stdout too where a program reads it: as one document, or as the last line of many.
  const tell = async (/** @type {unknown} */ problem, /** @type {string} */ words) => {
    if (args.includes('--json')) await world.stdout.line(JSON.stringify({ error: problem }));
    await world.stderr.line(`${style('red', 'espai-cdkey:')} ${words}`);
  };
  if (error instanceof Problem) {
    await tell(error, say(error.words, language));
    return error.status;
  }
  const { CdkeyError } = await import('../client/index.js');
  if (!(error instanceof CdkeyError)) throw error;
  const { statusOf, told } = await import('./failure.js');
  await tell(error, told(error, language, style));
  return statusOf(error);
}

function version() {
  // One folder up from here, and from where the bundled command lies, too.
  /** @type {{ version: string }} */
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return manifest.version;
}
