/**
 * `espai-cdkey completion`: a script for the shell, by `@bomb.sh/tab`, which knows bash, zsh and fish. The script asks this program what
 * to propose (`espai-cdkey complete -- …`, which `main.js` answers by `propose`).
 */
import { RootCommand, script } from '@bomb.sh/tab';
import { EXIT, usage } from '../exit.js';
import { LANG } from '../program.js';
import { COMMANDS } from './index.js';

const NAME = 'espai-cdkey';
const SHELLS = ['bash', 'zsh', 'fish'];

/** @type {import('../program.js').Command} */
export const completion = {
  args: [{ name: '<SHELL>', words: { en: 'bash, zsh or fish', zh: 'bash, zsh 或 fish' }, choices: SHELLS }],
  options: [],
  examples: [
    {
      line: 'source <(espai-cdkey completion bash)',
      words: { en: 'For this bash; for all: in ~/.bashrc', zh: '用于当前 bash；长期使用请写入 ~/.bashrc' },
    },
    {
      line: 'source <(espai-cdkey completion zsh)',
      words: { en: 'For zsh, after compinit', zh: '用于 zsh，在 compinit 之后' },
    },
    {
      line: 'espai-cdkey completion fish > ~/.config/fish/completions/espai-cdkey.fish',
      words: { en: 'For fish', zh: '用于 fish' },
    },
  ],
  async run({ args: [shell = ''], world }) {
    if (!SHELLS.includes(shell)) {
      throw usage(`the shell must be one of: ${SHELLS.join(', ')}`, `shell 必须是：${SHELLS.join(', ')}`);
    }
    await world.stdout.write(
      shell === 'bash' ? WITHOUT_BASH_COMPLETION + reloadable(scriptFor(shell)) : scriptFor(shell),
    );
    return EXIT.done;
  },
};

/** Of the package bash-completion, which not every machine has; where it is loaded later, its own takes the place. */
const WITHOUT_BASH_COMPLETION = `if ! declare -F _get_comp_words_by_ref >/dev/null; then
    _get_comp_words_by_ref() {
        cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
    }
fi
`;

/**
 * A ~/.bashrc may be read twice; then a variable that is readonly is an error.
 * @param {string} text
 */
function reloadable(text) {
  return text.replaceAll(/^readonly /gm, '');
}

/** @param {string} shell */
function scriptFor(shell) {
  let text = '';
  const { log } = console;
  // The library prints it, and gives it in no other way.
  console.log = (/** @type {string} */ printed) => {
    text += `${printed}\n`;
  };
  try {
    script(shell, NAME, NAME);
  } finally {
    console.log = log;
  }
  return text;
}

/**
 * Answers a shell that asks.
 * @param {string[]} args What has been typed behind the program's name.
 * @param {import('../language.js').Language} language
 */
export async function propose(args, language) {
  const root = new RootCommand();
  for (const { name, summary, load } of COMMANDS) {
    const command = root.command(name, summary[language]);
    // The others' options are not asked for.
    if (!args.includes(name)) continue;
    const { options, args: places = [] } = await load();
    for (const { flags, words, choices } of [...options, LANG]) {
      const long = /--([a-z-]+)/.exec(flags)?.[1] ?? '';
      const says = words[language];
      if (!/[<[]/.test(flags)) command.option(long, says);
      else {
        command.option(long, says, (complete) =>
          choices?.forEach((choice) => {
            complete(choice, '');
          }),
        );
      }
    }
    for (const { name: place, choices } of places) {
      command.argument(place.replaceAll(/[<>[\].]/g, ''), (complete) =>
        choices?.forEach((choice) => {
          complete(choice, '');
        }),
      );
    }
  }
  root.parse(args);
}
