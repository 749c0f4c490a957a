/** @type {import('../language.js').Words} */
export const summary = {
  en: 'Run the service on this machine, to try things without a key',
  zh: '在本机运行模拟服务, 没有密钥也可以试用',
};

/** @type {import('../language.js').Words} */
export const help = {
  en: `Usage: espai-cdkey emulator [options]

Runs the quota-card service of the ESP-AI platform on this machine. Its first line of output tells its address and key.

  --port PORT      where to listen; 8787 unless said otherwise, 0 for a free port
  --host HOST      127.0.0.1 unless said otherwise, so that only this machine can call
  --api-key KEY    the key to accept, 32 characters; a new one each time unless given
  --cards FILE     the cards to start with: a JSON array, as the service writes cards or as this package does
  --state FILE     keep the cards in this file: read if it is there (then --cards is not), written whole after each change
  --cors[=ORIGIN]  let pages of other origins call it: any, or those that are named, with commas or again
  --control        let programs of this machine order faults (POST /_control/inject), read all cards (GET /_control/cards)
                   and start over (POST /_control/reset) with no key; pages only from where --cors lets them in
  --fault SPEC     let something go wrong; may be given more than once
  --json           print {"url","apiKey"} as the first line instead
  --lang zh|en     the language of messages

A fault: NAME[:ENDPOINT][,OPTION=VALUE]...
  names      latency hang drop truncate garbage html status envelope redirect slow-body huge-body
  endpoints  list detail transfer destroy balanceLogs; all of them unless said otherwise
  options    times skip when=before|after ms status retry-after code message location bytes
  example    --fault drop:transfer,when=after,times=2

Exit status: 0 stopped by Ctrl+C or SIGTERM, 2 a wrong option, file or fault or a port that is taken,
4 the state file could not be written.
`,
  zh: `用法: espai-cdkey emulator [选项]

在本机运行 ESP-AI 平台额度卡服务的模拟器。输出的第一行是地址和密钥。

  --port PORT      监听的端口; 默认 8787, 0 表示任取一个空闲端口
  --host HOST      监听的地址; 默认 127.0.0.1, 只有本机可以访问
  --api-key KEY    接受的密钥, 32 个字符; 默认每次新生成
  --cards FILE     初始的额度卡: JSON 数组, 平台的写法或本包的写法都可以
  --state FILE     把额度卡保存在此文件: 文件存在时从中读取 (不再读 --cards), 每次变动后整体写入
  --cors[=来源]    允许其他来源的页面访问: 任何来源, 或只有列出的来源 (用逗号分隔, 或多次给出)
  --control        允许本机的程序不用密钥就注入故障 (POST /_control/inject)、读取全部额度卡 (GET /_control/cards)、
                   重新开始 (POST /_control/reset); 页面只限 --cors 允许的来源
  --fault SPEC     注入故障; 可以多次给出
  --json           第一行改为输出 {"url","apiKey"}
  --lang zh|en     提示的语言

故障: 名称[:接口][,选项=值]...
  名称   latency hang drop truncate garbage html status envelope redirect slow-body huge-body
  接口   list detail transfer destroy balanceLogs; 默认全部
  选项   times skip when=before|after ms status retry-after code message location bytes
  例子   --fault drop:transfer,when=after,times=2

退出状态: 0 由 Ctrl+C 或 SIGTERM 停止, 2 选项、文件或故障有误, 或端口已被占用, 4 无法写入状态文件。
`,
};
