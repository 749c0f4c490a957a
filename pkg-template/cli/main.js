/**
 * Finds the command, and turns what it throws into words and an exit status.
 */
import { readFileSync } from 'node:fs';
import { emulator } from './commands/emulator.js';
import { EXIT, Problem } from './exit.js';
import { languageOf, say } from './language.js';

/** @typedef {import('./language.js').Language} Language */

/**
 * The world as a command sees it.
 * @typedef {object} World
 * @property {{ write(text: string): unknown }} stdout Results, and nothing else.
 * @property {{ write(text: string): unknown }} stderr Everything else.
 * @property {NodeJS.ProcessEnv} env
 * @property {(stop: () => void) => void} onStop Calls back when the user wants the program to end.
 */

/**
 * @typedef {object} Command
 * @property {Record<Language, string>} summary One line for the list of commands.
 * @property {Record<Language, string>} help
 * @property {(args: string[], world: World, language: Language) => Promise<number>} run Gives the exit status.
 */

/** @type {Record<string, Command>} */
const COMMANDS = { emulator };

/**
 * @param {string[]} args
 * @param {World} world
 * @returns {Promise<number>}
 */
export async function main(args, world) {
  const language = languageOf(args, world.env);
  try {
    const [name, ...rest] = args;
    if (name === '--version' || name === '-v') {
      world.stdout.write(`${version()}\n`);
      return EXIT.done;
    }
    const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command !== undefined) {
      if (asksForHelp(rest)) {
        world.stdout.write(command.help[language]);
        return EXIT.done;
      }
      return await command.run(rest, world, language);
    }
    if (asksForHelp(args)) {
      world.stdout.write(overview(language));
      return EXIT.done;
    }
    if (name === undefined) {
      world.stderr.write(overview(language));
      return EXIT.usage;
    }
    throw new Problem(EXIT.usage, {
      en: `there is no command ${JSON.stringify(name)}; there are: ${Object.keys(COMMANDS).join(', ')}`,
      zh: `没有命令 ${JSON.stringify(name)}; 可用的命令: ${Object.keys(COMMANDS).join(', ')}`,
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    world.stderr.write(`espai-cdkey: ${say(error.words, language)}\n`);
    return error.status;
  }
}

/** @param {string[]} args */
function asksForHelp(args) {
  return args.includes('--help') || args.includes('-h');
}

/** @param {Language} language */
function overview(language) {
  const commands = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(12)}${summary[language]}\n`);
  const [usage, list, more] =
    language === 'zh'
      ? ['用法: espai-cdkey <命令> [选项]', '命令:', '每个命令的说明: espai-cdkey <命令> --help']
      : ['Usage: espai-cdkey <command> [options]', 'Commands:', 'Help of a command: espai-cdkey <command> --help'];
  return `${usage}\n\n${list}\n${commands.join('')}\n${more}\n`;
}

function version() {
  // One folder up from here, and from where the bundled command lies, too.
  /** @type {{ version: string }} */
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return manifest.version;
}
