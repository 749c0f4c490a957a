/**
 * What `explain` says in Chinese.
 */
const KEY = '应为平台“个人中心 → 开发者选项”里的 open_api_key，不是设备的 api_key（两者都是 32 位，容易混淆）';

const ADDRESS = '请检查服务地址（baseUrl）和中间的代理。';

/** @param {import('./explain.js').Facts} facts */
const said = ({ apiMessage }) => (apiMessage === '' ? '' : `，原话：“${apiMessage}”`);

/** @param {import('./explain.js').Facts} facts */
const wait = ({ waitSeconds }) => (waitSeconds === undefined ? '稍等片刻' : `等 ${waitSeconds} 秒`);

/**
 * A page is not told a redirect's status.
 * @param {import('./explain.js').Facts} facts
 */
const isRedirect = ({ httpStatus }) => httpStatus === undefined || (httpStatus >= 300 && httpStatus <= 399);

/** @type {import('./explain.js').Texts} */
export const zh = {
  between: '',
  foreign: {
    title: '程序出错',
    what: '这不是 espai-cdkey 的错误，这里无法说明它，也不显示它的内容（其中可能有密钥或手机号）。',
    todo: '请把发生的时间和操作告诉开发人员。如果当时正在转让或销毁，请先查看卡片，不要直接重发。',
  },
  reads: { list: '查询列表失败：', detail: '查询额度卡失败：', balanceLogs: '查询使用记录失败：' },
  read: { not_sent: '请求没有发出。', rejected: '查询不会改动额度。', unknown: '查询不会改动额度。' },
  moves: {
    transfer: {
      not_sent: { title: '转让没有执行：', what: '请求没有发出，额度没有变动。' },
      rejected: { title: '转让没有执行：', what: '平台没有执行，额度没有变动。' },
      unknown: { title: '转让结果未知：', what: '不确定是否已经执行：额度可能已经转走，也可能没有。' },
    },
    destroy: {
      not_sent: { title: '销毁没有执行：', what: '请求没有发出，卡没有被销毁。' },
      rejected: { title: '销毁没有执行：', what: '平台没有执行，卡没有被销毁。' },
      unknown: { title: '销毁结果未知：', what: '不确定是否已经执行：卡可能已被销毁，也可能还在。' },
    },
  },
  look: {
    transfer:
      '不要直接重发，否则可能转两次。先查看转出、转入两张卡的剩余额度，与之前对比；请求可能还在处理，隔一会儿再看一次。确认没有执行，才可以重新转让；别人也在用这些卡时，请人工判断。',
    destroy: '不要直接重发。先按 ID 逐张查找：查不到的已经销毁；还在的，隔一会儿再看一次，再决定是否重新销毁。',
  },
  codes: {
    invalid_argument: {
      short: '输入有误',
      what: '输入不被接受。',
      todo: '请改正后重试；原样重发结果不变。',
    },
    invalid_config: {
      short: '设置有误',
      what: '选项不被接受。',
      todo: '请改正这个选项；这是程序的设置，通常由开发人员处理。',
    },
    refused_by_rule: {
      short: '不符合平台规则',
      what: '按平台的规则，这次操作不会成功，所以没有发送：例如一方是免费体验卡，或额度超过转出卡的剩余额度。',
      todo: '请核对两张卡的类型和剩余额度，修改后再试。',
    },
    key_conflict: {
      short: '操作编号已被使用',
      what: '这个操作编号（key）已经用于内容不同的另一笔操作。',
      todo: '重试同一笔操作请用原来的内容；新的操作请换一个编号。',
    },
    card_busy: {
      short: '额度卡正在被使用',
      what: '另一笔操作正在使用其中一张卡。',
      todo: '等那笔操作结束后再试。',
    },
    ledger_unavailable: {
      short: '账本不可用',
      what: '无法读写账本（记录操作的数据库）。',
      todo: '请检查账本的地址、权限和磁盘空间，恢复后再试。',
      check: '账本恢复后，请先执行恢复（recover），再处理这笔操作。',
    },
    unauthenticated: {
      short: '密钥或登录无效（401）',
      what: (facts) =>
        facts.httpStatus === 401
          ? `密钥不被接受；通过自己的后端访问时，是登录不被接受（HTTP 401${said(facts)}）。`
          : `平台答复 401${said(facts)}。可能是密钥不被接受，也可能是缺少参数；通过自己的后端访问时，也可能是登录已失效。`,
      todo: () => `通过自己的后端访问：请重新登录。直接访问平台：请核对密钥，${KEY}。不要反复重试。`,
      check: () => `另请核对登录或密钥：${KEY}。`,
    },
    forbidden: {
      short: '没有权限（403）',
      what: (facts) =>
        facts.apiMessage === ''
          ? '不允许做这件事；平台没有说明原因，也可能是中间的代理或防火墙拒绝的。'
          : `这个密钥或登录不允许做这件事${said(facts)}。`,
      todo: '请联系账号所有者、后端管理员或平台。',
    },
    rate_limited: {
      short: '请求过于频繁（429）',
      what: (facts) => `请求太多，服务要求放慢${said(facts)}。`,
      todo: (facts) => `请${wait(facts)}再试，并减少同时发出的请求。`,
    },
    api_rejected: {
      short: (facts) => (facts.outcome === 'rejected' ? '平台拒绝' : '平台出错'),
      what: (facts) =>
        `平台答复失败${facts.apiCode === undefined ? '' : `（code ${facts.apiCode}）`}${said(facts) || '，没有说明原因'}。`,
      todo: (facts) =>
        facts.outcome === 'rejected' ? '请按平台的答复改正后再试。' : `平台自身出错，请${wait(facts)}再试。`,
    },
    http_status: {
      short: (facts) => (isRedirect(facts) ? '收到重定向' : `HTTP ${facts.httpStatus}`),
      what: (facts) =>
        isRedirect(facts)
          ? '服务地址要求跳转到别处。没有跟随：否则密钥会被带到另一个地址。'
          : `收到 HTTP ${facts.httpStatus}，但不是平台的格式，多半来自中间的代理，或服务地址不对。`,
      todo: (facts) =>
        facts.retryable ? `请${wait(facts)}再试；仍然如此，请检查服务地址（baseUrl）和中间的代理。` : ADDRESS,
      check: ADDRESS,
    },
    network: {
      short: (facts) => (facts.outcome === 'not_sent' ? '连接不上' : '没有收到答复'),
      what: (facts) => (facts.outcome === 'not_sent' ? '没有连接上服务。' : '没有收到答复：连接失败，或中途断开。'),
      todo: (facts) =>
        facts.endpoint !== null && facts.outcome === 'not_sent'
          ? '请检查网络和服务地址（baseUrl）；恢复后可以放心重试。'
          : '请检查网络后再试。',
      check: '另请检查网络。',
    },
    timeout: {
      short: '超时',
      what: (facts) =>
        facts.outcome === 'not_sent' ? '一直在排队，没有轮到发送，时间就到了。' : '在限定时间内没有收到完整的答复。',
      todo: (facts) =>
        facts.outcome === 'not_sent'
          ? '可以放心重试；请减少同时发出的请求，或调大 timeoutMs。'
          : '请稍后再试；列表可减小每页条数，或调大 timeoutMs。',
    },
    aborted: {
      short: '已中止',
      what: (facts) =>
        facts.outcome === 'unknown' ? '调用方中止了等待；已经发出的请求不会因此撤回。' : '调用方中止了这次操作。',
      todo: '需要时可以重新操作。',
    },
    bad_response: {
      short: '答复看不懂',
      what: (facts) =>
        facts.path === 'response'
          ? '传入的 fetch 给出的不是可读的 Response。'
          : `答复不符合平台的约定${facts.path === '' ? '' : `（位置：${facts.path}）`}。`,
      todo: '请检查服务地址（baseUrl）是否真是平台；如果平台改了格式，请带上这个位置反馈。',
      check: '另请检查服务地址（baseUrl）是否真是平台。',
    },
    response_too_large: {
      short: '答复太大',
      what: '答复超过了 maxResponseBytes，没有读完。',
      todo: '请减小每页条数，或调大 maxResponseBytes。',
      check: '这类答复本来很短，另请检查服务地址（baseUrl）。',
    },
    pagination_stuck: {
      short: '分页对不上',
      what: '各页加起来与总数不符：平台忽略了页码，或卡片一直在增减。此前得到的卡片都是真实的。',
      todo: '请稍后再试，或用较大的 limit 调用 list，并查看 hasMore。',
    },
    internal: {
      short: '程序缺陷',
      what: '本软件包的缺陷，或运行环境不支持它（没有 WebAssembly，或网页的安全策略禁止）。客户端之后仍可使用。',
      todo: "网页请在安全策略的 script-src 中加 'wasm-unsafe-eval'；仍然如此，请把经过反馈给 espai-cdkey。",
      check: '另请把经过反馈给 espai-cdkey。',
    },
  },
  other: {
    short: '出错了',
    what: (facts) => `错误码 ${facts.code}，这个版本的 espai-cdkey 不认识。`,
    todo: '请升级 espai-cdkey，或把错误码告诉开发人员。',
  },
  reasons: {
    missing: ({ field }) => `缺少${field}。`,
    empty: ({ field, endpoint }) =>
      endpoint === 'list' ? `${field}是空的。不需要的筛选条件请整个去掉：留空可能列出所有卡。` : `${field}不能为空。`,
    null: ({ field }) => `${field}不能是 null；不需要时请整个去掉。`,
    not_text: ({ field }) => `${field}必须是文本。`,
    control_characters: ({ field }) => `${field}里有换行、制表符等控制字符，可能是复制时带进来的。`,
    too_long: ({ field }) => `${field}太长，最多 256 个字符。`,
    broken_unicode: ({ field }) => `${field}里有损坏的字符（半个代理对，例如被截断的表情符号）。`,
    unreadable: ({ field }) => `${field}无法读取：读取时程序抛出了异常。`,
    not_digits: ({ field }) => `${field}只能是 1 到 20 位数字，中间和前后都不能有空格、横线、加号等。`,
    not_a_phone: ({ field }) => `${field}必须是 1 到 20 位数字，或 0 到 9007199254740991 的整数。`,
    not_a_type_code: ({ field }) => `${field}必须是类型代码（例如 '1'），或不小于 0 的整数。`,
    not_a_number: ({ field }) => `${field}必须是整数，或由数字组成的文本。`,
    bigint: ({ field }) => `${field}不能是 bigint（例如 10n），请用数字或文本。`,
    not_whole_number: ({ field }) => `${field}必须是整数，不能有小数，最大 9007199254740991。`,
    not_plain_digits: ({ field }) =>
      `${field}必须是只用数字写的整数，例如 10；不能写成 1,000、010、1e3，也不能带空格。`,
    out_of_range: ({ field }) => `${field}超出范围，最大 9007199254740991。`,
    below_one: ({ field }) => `${field}至少为 1。`,
    not_plain_object: ({ field }) => `${field}必须是普通对象。`,
    unknown_field: ({ path }) => `没有名为 ${path} 的字段或选项，可能拼写有误。`,
    two_values: ({ field }) => `${field}用两种名称写了两次，值却不同。`,
    same_card: '转出卡和转入卡是同一张卡。',
    trial_card: ({ field }) => `${field}是免费体验卡：平台规定它不能转出，也不能转入。`,
    more_than_held: ({ field }) => `${field}超过转出卡的剩余额度。`,
    not_that_card: ({ field }) => `${field}不是这笔转让的卡。`,
    not_iterable: ({ field }) => `${field}必须是数组，或其他可以逐个读取的对象，不能是文本。`,
    no_ids: '没有给出任何额度卡 ID。',
    not_an_id: ({ field }) => `${field}必须是文本形式的 ID，或 { id } 对象。`,
    repeated_id: ({ field }) => `${field}重复了：同一次销毁里已有这个 ID。`,
    not_with_list_all: ({ field }) => `${field}不能和 listAll 一起用：它会读完所有页，每页条数用 pageSize 设置。`,
    not_a_signal: ({ field }) => `${field}必须是 AbortSignal。`,
    no_key: '没有给出密钥（apiKey）。',
    malformed_key: '密钥（apiKey）必须正好是 32 个可打印的 ASCII 字符，前后不能有空格或换行。',
    key_not_text: '密钥（apiKey）必须是 32 个字符的文本，或 null。',
    key_needed: '直接访问平台必须有密钥（apiKey）；只有 baseUrl 是自己的后端时，它才可以是 null。',
    key_in_a_page: '密钥（apiKey）不能放在网页里：任何人都能看到。',
    not_a_function: ({ field }) => `${field}必须是函数。`,
    not_a_boolean: ({ field }) => `${field}必须是 true 或 false。`,
    not_from_zero: ({ field }) => `${field}必须是 0 到 2147483647 的整数。`,
    not_from_one: ({ field }) => `${field}必须是 1 到 2147483647 的整数。`,
    not_one_of: ({ field, message }) => `${field}不是可选的值。英文说明：${message}`,
    no_fetch: '这个运行环境没有 fetch。',
    address_not_text: ({ field }) => `${field}必须是文本。`,
    spaces_in_address: ({ field }) => `${field}是空的，或者含有空格、控制字符。`,
    query_in_address: ({ field }) => `${field}不能带查询参数（?）或片段（#）。`,
    user_in_address: ({ field }) => `${field}不能带用户名或密码。`,
    not_whole_address: ({ field }) => `${field}必须是完整的地址，例如 https://api.espai.fun；相对地址只能在网页里用。`,
    not_https: ({ field }) => `${field}必须是 https 地址。`,
    insecure_address: ({ field }) => `${field}是通往另一台机器的 http 地址，密钥会明文传输。`,
    blocked_port: ({ field }) => `${field}的端口被 fetch 禁用，什么也发不出去。`,
    not_headers: ({ field }) => `${field}必须是由名称和文本组成的普通对象。`,
    not_a_header_name: ({ field }) => `${field}不是合法的请求头名称。`,
    not_a_header_value: ({ field }) => `${field}必须是可打印 ASCII 字符组成的文本，前后不能有空格。`,
    reserved_header: ({ field }) => `${field}由本软件包或运行环境设置，不能自己指定。`,
    browsers_header: ({ field }) => `${field}只能由浏览器设置，网页给了也不会发送。`,
    repeated_header: ({ field }) => `${field}写了两次。`,
    not_accepted: ({ field, message }) => `${field || '输入'}不被接受。英文说明：${message}`,
  },
  remedies: {
    no_key: () => `请填写密钥：${KEY}；通过自己的后端访问时，用 { apiKey: null, baseUrl }。`,
    malformed_key: () => `请重新复制密钥：${KEY}。从文件读取时请去掉换行。`,
    key_needed: '请填写密钥，或把 baseUrl 设为自己的后端。',
    key_in_a_page:
      '请由自己的后端保管密钥，网页用 { apiKey: null, baseUrl }；仅测试密钥可设置 dangerouslyAllowBrowser。',
    no_fetch: '请在选项 fetch 中给出一个。',
    insecure_address: '请改用 https；确实需要时可设置 allowInsecureHttp。',
    blocked_port: '请换一个端口。',
    unreadable: '请开发人员检查传入的对象。',
  },
  fields: {
    phone: '手机号',
    code: '兑换码',
    targetPhone: '目标手机号',
    targetCode: '目标兑换码',
    limit: '额度',
    id: '额度卡 ID',
    ids: '额度卡 ID',
    'ids.id': '额度卡 ID',
    type: '额度卡类型',
    userName: '用户昵称',
    username: '用户昵称',
    userPhone: '用户手机号',
    apiLimit: '剩余额度',
    page: '页码',
    pageSize: '每页条数',
    query: '查询条件',
    input: '输入',
    inputs: '输入',
    before: '转让之前的卡',
    concurrency: '同时进行的笔数',
    options: '选项',
    language: '语言',
    apiKey: '密钥',
    baseUrl: '服务地址',
    timeoutMs: '超时毫秒数',
    maxRetries: '重试次数',
    maxResponseBytes: '答复的最大字节数',
    userNameField: '昵称筛选的字段名',
    headers: '请求头',
    signal: '中止信号',
  },
  pageSize: '每页条数',
  before: '转让之前的卡',
  named: (label, path) => `${label}（${path}）`,
  idAt: (index) => `第 ${index} 个额度卡 ID`,
  header: (name) => `请求头 ${name}`,
};
