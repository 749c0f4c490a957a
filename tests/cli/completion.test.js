import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { test } from 'node:test';
import { COMMAND } from '../support/command.js';
import { file, folder, service } from './support.js';

const { run, env } = await service();

// On the PATH, by its name, as after an installation.
writeFileSync(file('espai-cdkey'), `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`);
chmodSync(file('espai-cdkey'), 0o755);
const shell = { ...env, PATH: `${folder}${delimiter}${process.env['PATH']}` };

/** Whether this machine has it. @param {string} name */
const has = (name) => spawnSync(name, ['-c', 'true']).status === 0;

/** What bash proposes for a line. */
const BASH = `
compopt() { :; }
source <(espai-cdkey completion bash)
source <(espai-cdkey completion bash)
COMP_LINE="$1"; COMP_POINT=\${#COMP_LINE}
read -ra COMP_WORDS <<< "$1"; [[ "$1" == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
complete -p espai-cdkey >/dev/null || exit 9
$(complete -p espai-cdkey | sed 's/.*-F \\([^ ]*\\).*/\\1/')
printf '%s\\n' "\${COMPREPLY[@]}"
`;

test('bash proposes commands, options and values', { skip: !has('bash') }, () => {
  for (const [line, wanted] of /** @type {[string, string[]][]} */ ([
    ['espai-cdkey tra', ['transfer']],
    ['espai-cdkey d', ['detail', 'destroy', 'doctor']],
    ['espai-cdkey list --user-p', ['--user-phone']],
    ['espai-cdkey list --lang ', ['zh', 'en']],
    ['espai-cdkey completion ', ['bash', 'zsh', 'fish']],
  ])) {
    const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', BASH, 'bash', line], {
      env: shell,
      encoding: 'utf8',
    });
    assert.deepEqual([status, stderr], [0, '']);
    const words = stdout.split('\n').flatMap((proposed) => proposed.trim().split(/\s/)[0] || []);
    for (const word of wanted) assert.ok(words.includes(word), `${line}: ${stdout}${stderr}`);
  }
});

test('zsh and fish take their scripts', async (t) => {
  for (const [name, check] of /** @type {const} */ ([
    ['zsh', 'autoload -U compinit; compinit -u -D; source <(espai-cdkey completion zsh); print $_comps[espai-cdkey]'],
    ['fish', 'espai-cdkey completion fish | source; complete -C "espai-cdkey tra"'],
  ])) {
    const { status, out } = await run(['completion', name]);
    assert.equal(status, 0);
    assert.match(out, /espai-cdkey complete --/);
    if (!has(name)) {
      t.diagnostic(`no ${name} on this machine: its script was not sourced`);
      continue;
    }
    const sourced = spawnSync(name, ['-c', check], { env: { ...shell, HOME: folder }, encoding: 'utf8' });
    assert.equal(sourced.status, 0, sourced.stderr);
    assert.match(sourced.stdout, name === 'zsh' ? /espai/ : /^transfer/m);
  }
});

test('a shell that nobody knows is refused', async () => {
  const { status, err } = await run(['completion', 'tcsh']);
  assert.equal(status, 2);
  assert.match(err, /must be one of: bash, zsh, fish/);
});
