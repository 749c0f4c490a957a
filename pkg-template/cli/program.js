/**
 * A command's arguments, read by commander, in the user's language. Chosen because it is the most used and longest kept of them, has no
 * dependency, and knows suggestions, groups and help; its own words are English, and so are said again here.
 */
import { Command as Parser, CommanderError, Option } from 'commander';
import { usage } from './exit.js';
import { shown } from './phone.js';
import { widthOf, wrapped } from './text.js';

/** @typedef {import('./language.js').Language} Language */
/** @typedef {import('./language.js').Words} Words */

/**
 * An option: its flags as commander reads them (`--port <PORT>`), and what it is for.
 * @typedef {object} OptionSpec
 * @property {string} flags
 * @property {Words} words
 * @property {(text: string, before: any) => unknown} [read] Of its text, the value; throws a Problem.
 * @property {readonly string[]} [choices] For the shell to propose.
 * @property {unknown} [alone] Its value where it is given without one.
 * @property {boolean} [shared] One of those that every call to the service has.
 */

/**
 * What a command is called with.
 * @typedef {object} Call
 * @property {string[]} args
 * @property {any} options By their names in camelCase.
 * @property {import('./world.js').World} world
 * @property {Language} language
 * @property {(words: Words) => string} say
 */

/**
 * @typedef {object} Command
 * @property {Words} [about] More for its help than its line in the list of commands.
 * @property {readonly string[]} [usages] Ways to call it, where its arguments alone do not say.
 * @property {readonly { name: string, words: Words, choices?: readonly string[] }[]} [args] `[ID]`, `<PHONE>`, `[ID...]`.
 * @property {readonly OptionSpec[]} options
 * @property {readonly { line: string, words: Words }[]} examples
 * @property {Words} [after] What else its help says.
 * @property {(call: Call) => Promise<number>} run Gives the exit status.
 */

/** @type {OptionSpec} */
export const LANG = {
  flags: '--lang <zh|en>',
  words: { en: 'the language of messages', zh: '提示所用的语言' },
  choices: ['zh', 'en'],
  read(text) {
    if (text === 'zh' || text === 'en') return text;
    throw usage('--lang must be zh or en', '--lang 必须是 zh 或 en');
  },
};

/** What help calls things. */
const TITLES = /** @type {Record<string, string>} */ ({
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Connection:': '连接：',
  'Examples:': '示例：',
});

const COLUMNS = 80;

/** The methods by which commander refuses; its types have none of them. */
const UNTYPED = /** @type {any} */ (Parser.prototype);

/** Commander's parser, with its errors as ours. */
class Reader extends Parser {
  /**
   * @param {string} flag
   */
  unknownOption(flag) {
    const [name = ''] = flag.split('=');
    if (/^--?(api[-_]?)?(key|token)$/i.test(name)) {
      throw usage(
        `${name} is no option: what is typed shows in the list of processes and in the shell's history. Set ESPAI_API_KEY, or name a file that holds the key: --api-key-file FILE`,
        `没有 ${name} 选项：命令行会出现在进程列表和 shell 历史里。请设置环境变量 ESPAI_API_KEY，或用 --api-key-file FILE 指定存放密钥的文件`,
      );
    }
    if (flag.includes('=') && this.options.some((option) => option.long === name)) {
      throw usage(`${name} takes no value`, `${name} 不带值`);
    }
    // What is long is no name of an option, and may be anything.
    const said = name.length > 24 ? `${name.slice(0, 6)}…` : name;
    throw this.#withHelp(
      `there is no option ${said}`,
      `没有选项 ${said}`,
      suggestion(() => UNTYPED.unknownOption.call(this, name)),
    );
  }

  unknownCommand() {
    const name = shown(this.args[0] ?? '');
    throw this.#withHelp(
      `there is no command ${name}`,
      `没有命令 ${name}`,
      suggestion(() => UNTYPED.unknownCommand.call(this)),
    );
  }

  /**
   * @param {string} name
   */
  missingArgument(name) {
    throw this.#withHelp(`${name} is missing`, `缺少 ${name}`);
  }

  /**
   * @param {Option} option
   */
  optionMissingArgument(option) {
    const flags = option.flags.replaceAll(/[<>]/g, '');
    throw this.#withHelp(`${option.long} needs a value: ${flags}`, `${option.long} 需要一个值：${flags}`);
  }

  /**
   * @param {string[]} received
   */
  _excessArguments(received) {
    const extra = shown(received[this.registeredArguments.length] ?? '');
    throw this.#withHelp(`${extra} is one argument too many`, `多余的参数 ${extra}`);
  }

  /**
   * @param {string} [name]
   * @override
   */
  createCommand(name) {
    return new Reader(name);
  }

  /**
   * @param {string} en
   * @param {string} zh
   * @param {string} [instead]
   */
  #withHelp(en, zh, instead = '') {
    const line = `${[this.parent?.name(), this.name()].filter(Boolean).join(' ')} --help`;
    return instead === ''
      ? usage(`${en}. Try: ${line}`, `${zh}。请看：${line}`)
      : usage(`${en}. Did you mean ${instead}?`, `${zh}。是否想输入 ${instead}？`);
  }
}

/**
 * What commander proposes instead, which it puts into its message only.
 * @param {() => void} refuse
 */
function suggestion(refuse) {
  try {
    refuse();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return /\(Did you mean (?:one of )?(.+)\?\)/.exec(error.message)?.[1] ?? '';
  }
  return '';
}

/**
 * The program with the names of its commands.
 * @param {readonly { name: string, summary: Words }[]} commands
 * @param {import('./world.js').World} world
 * @param {Language} language
 * @param {string} version
 */
export function programOf(commands, world, language, version) {
  const program = new Reader('espai-cdkey');
  const columns = Math.min(world.stdout.columns ?? COLUMNS, 100);
  const speak = (/** @type {Parser} */ command) => {
    command
      .exitOverride()
      .helpOption('-h, --help', language === 'zh' ? '显示此说明' : 'show this help')
      .helpCommand(false)
      .configureOutput({
        writeOut: (text) => void world.stdout.write(text),
        writeErr: (text) => void world.stderr.write(text),
        // What is wrong is told by main.
        outputError: () => {},
        getOutHelpWidth: () => columns,
        getErrHelpWidth: () => columns,
      })
      .configureHelp({
        displayWidth: widthOf,
        boxWrap: wrapped,
        styleTitle: (title) => (language === 'zh' ? (TITLES[title] ?? title) : title),
        optionTerm: ({ flags }) => flags.replaceAll(/[<>]/g, ''),
        argumentTerm: (argument) => argument.name(),
        subcommandTerm: (sub) => sub.name(),
        commandUsage: (sub) => usageOf(sub, language),
        visibleCommands: (sub) => [...sub.commands],
      });
    return command;
  };
  speak(program)
    .description(
      language === 'zh'
        ? '在终端管理 ESP-AI 平台的额度卡：查询、转让、销毁、使用记录。'
        : 'Quota cards (额度卡) of the ESP-AI platform: list, look up, transfer, destroy.',
    )
    .addOption(optionOf(LANG, language))
    .version(version, '-v, --version', language === 'zh' ? '显示版本' : 'show the version');
  for (const { name, summary } of commands) {
    speak(program.command(name)).summary(summary[language]).description(summary[language]);
  }
  program.addHelpText('after', overview(language));
  return program;
}

/** @param {Language} language */
function overview(language) {
  return language === 'zh'
    ? `
第一次试用（不需要密钥；在另一个终端运行模拟服务）：
  $ npx espai-cdkey emulator
  $ export ESPAI_BASE_URL=http://127.0.0.1:8787
  $ export ESPAI_API_KEY=<它显示的密钥>
  $ npx espai-cdkey list

每个命令的说明：espai-cdkey <命令> --help
退出状态：0 完成，1 被平台或规则拒绝，2 用法或输入有误，3 结果未知，
4 没有可用的回复`
    : `
To try it without a key (the emulator runs in another terminal):
  $ npx espai-cdkey emulator
  $ export ESPAI_BASE_URL=http://127.0.0.1:8787
  $ export ESPAI_API_KEY=<the key that it shows>
  $ npx espai-cdkey list

Help of a command: espai-cdkey <command> --help
Exit status: 0 done, 1 refused by the service or its rules, 2 bad usage or
input, 3 outcome unknown, 4 no usable answer otherwise`;
}

/**
 * @param {Parser} command
 * @param {Language} language
 */
function usageOf(command, language) {
  const [some, options] = language === 'zh' ? ['<命令>', '[选项]'] : ['<command>', '[options]'];
  if (command.parent === null) return `${command.name()} ${some} ${options}`;
  const name = `${command.parent.name()} ${command.name()}`;
  // What a command was given for its usage, or else its arguments.
  const ways = usages.get(command) ?? [command.registeredArguments.map(argumentName).join(' ')];
  return ways.map((way) => [name, way, options].filter(Boolean).join(' ')).join(`\n${' '.repeat('Usage: '.length)}`);
}

/** @type {WeakMap<Parser, readonly string[]>} */
const usages = new WeakMap();

/** @param {import('commander').Argument} argument */
function argumentName(argument) {
  const name = argument.name() + (argument.variadic ? '...' : '');
  return argument.required ? name : `[${name}]`;
}

/**
 * Gives a command of the program what it takes, and what is done then.
 * @param {Parser} program
 * @param {string} name
 * @param {Command} spec
 * @param {Language} language
 * @param {(args: string[], options: any) => Promise<void>} action
 */
export function define(program, name, spec, language, action) {
  const command = program.commands.find((each) => each.name() === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  if (spec.about !== undefined) command.description(`${command.summary()}\n\n${spec.about[language]}`);
  if (spec.usages !== undefined) usages.set(command, spec.usages);
  for (const { name: term, words } of spec.args ?? []) command.argument(term, words[language]);
  const own = spec.options.filter(({ shared }) => shared !== true);
  for (const option of own) command.addOption(optionOf(option, language));
  for (const option of spec.options.filter(({ shared }) => shared === true)) {
    command.addOption(optionOf(option, language).helpGroup('Connection:'));
  }
  command.addOption(optionOf(LANG, language));
  command.addHelpText('after', () => `\n${examplesOf(spec, language)}${spec.after ? `\n${spec.after[language]}` : ''}`);
  command.action(() => action(command.args, command.opts()));
}

/**
 * @param {Command} spec
 * @param {Language} language
 */
function examplesOf({ examples }, language) {
  const title = language === 'zh' ? TITLES['Examples:'] : 'Examples:';
  return `${title}\n${examples.map(({ line, words }) => `  # ${words[language]}\n  $ ${line}\n`).join('')}`.trimEnd();
}

/**
 * @param {OptionSpec} spec
 * @param {Language} language
 */
function optionOf({ flags, words, read, alone }, language) {
  const option = new Option(flags, words[language]);
  if (alone !== undefined) option.preset(alone);
  if (read !== undefined) option.argParser(read);
  return option;
}
