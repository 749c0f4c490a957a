/**
 * What `explain` says in English.
 */

const KEY =
  "it is the open_api_key of the platform's console (个人中心 → 开发者选项), not a device's api_key, which has 32 characters, too";

const ADDRESS = 'Check the address of the service (baseUrl), and what stands in between.';

/** @param {import('./explain.js').Facts} facts */
const said = ({ apiMessage }) => (apiMessage === '' ? '' : `: “${apiMessage}”`);

/** @param {import('./explain.js').Facts} facts */
const wait = ({ waitSeconds }) => (waitSeconds === undefined ? 'Wait a moment' : `Wait ${waitSeconds} s`);

/**
 * A page is not told a redirect's status.
 * @param {import('./explain.js').Facts} facts
 */
const isRedirect = ({ httpStatus }) => httpStatus === undefined || (httpStatus >= 300 && httpStatus <= 399);

/** @type {import('./explain.js').Texts} */
export const en = {
  between: ' ',
  foreign: {
    title: 'Something went wrong',
    what: 'This is no error of espai-cdkey, so nothing can be said of it here, and its words are not shown: they may hold a key or a phone number.',
    todo: 'Tell a developer when it happened and what was being done. If it was a transfer or a destroy, look at the cards first; do not simply repeat it.',
  },
  reads: { list: 'No list: ', detail: 'Card not read: ', balanceLogs: 'No usage records: ' },
  read: {
    not_sent: 'Nothing was sent.',
    rejected: 'Reading changes no quota.',
    unknown: 'Reading changes no quota.',
  },
  moves: {
    transfer: {
      not_sent: { title: 'Not transferred: ', what: 'Nothing was sent, and no quota has moved.' },
      rejected: { title: 'Not transferred: ', what: 'The service did not do it, and no quota has moved.' },
      unknown: {
        title: 'Transfer, outcome unknown: ',
        what: 'It is not known whether it happened: the quota may have moved, or not.',
      },
    },
    destroy: {
      not_sent: { title: 'Not destroyed: ', what: 'Nothing was sent, and no card is destroyed.' },
      rejected: { title: 'Not destroyed: ', what: 'The service did not do it, and no card is destroyed.' },
      unknown: {
        title: 'Destroy, outcome unknown: ',
        what: 'It is not known whether it happened: the card may be destroyed, or not.',
      },
    },
  },
  look: {
    transfer:
      'Do not simply repeat it: the quota could move twice. Look at what both cards hold and compare it with before; look again a little later, as a slow request may still be under way. Only if it did not happen, transfer again. If others use these cards, too, a person has to judge.',
    destroy:
      'Do not simply repeat it. Look for each card by its id: one that is not found is destroyed. If one is still there, look again a little later before you destroy it again.',
  },
  codes: {
    invalid_argument: {
      short: 'wrong input',
      what: 'The input is not accepted.',
      todo: 'Correct it and try again; sending the same again gives the same.',
    },
    invalid_config: {
      short: 'wrong option',
      what: 'An option is not accepted.',
      todo: "Correct this option; it is the program's setting, so most likely a developer has to.",
    },
    refused_by_rule: {
      short: "against the platform's rules",
      what: "By the platform's rules this cannot work, so it was not sent: a free trial card on either side, or more than the source holds.",
      todo: 'Look at the type and the quota of both cards, and change the transfer.',
    },
    key_conflict: {
      short: 'the key of the operation is used already',
      what: 'This key belongs to another operation, with another input.',
      todo: 'To try the same operation again, give the same input; for a new one, take a new key.',
    },
    card_busy: {
      short: 'a card is in use',
      what: 'Another operation holds one of these cards.',
      todo: 'Try again when that operation has ended.',
    },
    ledger_unavailable: {
      short: 'no ledger',
      what: 'The ledger, the database of operations, cannot be read or written.',
      todo: 'Check its address, its permissions and the disk, then try again.',
      check: 'When the ledger is there again, run recover before you do anything about this operation.',
    },
    unauthenticated: {
      short: 'the key or the log-in is not accepted (401)',
      what: (facts) =>
        facts.httpStatus === 401
          ? `The key is not accepted; behind a backend of your own, your log-in is not (HTTP 401)${said(facts)}.`
          : `The service answered 401${said(facts)}. Either the key is not accepted, or a parameter is missing; behind a backend of your own, your log-in may have ended.`,
      todo: () => `Behind a backend of your own: sign in again. Else check the key: ${KEY}. Do not try in a loop.`,
      check: () => `Also check your log-in or the key: ${KEY}.`,
    },
    forbidden: {
      short: 'not allowed (403)',
      what: (facts) =>
        facts.apiMessage === ''
          ? 'This is not allowed; the service gave no reason, so a proxy or a firewall in between may have said so.'
          : `The key, or your log-in, may not do this${said(facts)}.`,
      todo: "Ask the account's owner, whoever keeps the backend, or the platform.",
    },
    rate_limited: {
      short: 'too many requests (429)',
      what: (facts) => `The service asks to slow down${said(facts)}.`,
      todo: (facts) => `${wait(facts)}, then try again, with fewer requests at once.`,
    },
    api_rejected: {
      short: (facts) => (facts.outcome === 'rejected' ? 'refused by the service' : 'the service failed'),
      what: (facts) =>
        `The service answered with a failure${facts.apiCode === undefined ? '' : ` (code ${facts.apiCode})`}${said(facts) || ' and gave no reason'}.`,
      todo: (facts) =>
        facts.outcome === 'rejected'
          ? 'Correct what the service names, then try again.'
          : `The service itself failed. ${wait(facts)}, then try again.`,
    },
    http_status: {
      short: (facts) => (isRedirect(facts) ? 'a redirect' : `HTTP ${facts.httpStatus}`),
      what: (facts) =>
        isRedirect(facts)
          ? 'The address sends elsewhere. It was not followed, as that would carry the key to another address.'
          : `HTTP ${facts.httpStatus} came, and not in the platform's form: most likely from a proxy in between, or from a wrong address.`,
      todo: (facts) => (facts.retryable ? `${wait(facts)}, then try again. ${ADDRESS}` : ADDRESS),
      check: ADDRESS,
    },
    network: {
      short: (facts) => (facts.outcome === 'not_sent' ? 'no connection' : 'no answer'),
      what: (facts) =>
        facts.outcome === 'not_sent'
          ? 'There was no connection to the service.'
          : 'No answer came: there was no connection, or it broke.',
      todo: (facts) =>
        facts.outcome === 'not_sent'
          ? 'Check the network and the address of the service (baseUrl); it can then be tried again without harm.'
          : 'Check the network, then try again.',
      check: 'Also check the network.',
    },
    timeout: {
      short: 'no answer in time',
      what: (facts) =>
        facts.outcome === 'not_sent'
          ? 'It waited for its turn until the time ran out.'
          : 'No whole answer came in time.',
      todo: (facts) =>
        facts.outcome === 'not_sent'
          ? 'It can be tried again without harm; send less at once, or raise timeoutMs.'
          : 'Try again later; for a list ask for smaller pages, or raise timeoutMs.',
    },
    aborted: {
      short: 'aborted',
      what: (facts) =>
        facts.outcome === 'unknown'
          ? 'The caller stopped waiting; that does not take back a request that was sent.'
          : 'The caller stopped it.',
      todo: 'Do it again if you still want it.',
    },
    bad_response: {
      short: 'an answer that cannot be read',
      what: (facts) =>
        facts.path === 'response'
          ? 'The given fetch gave something that is no readable Response.'
          : `The answer is not as the platform promises${facts.path === '' ? '' : ` (at ${facts.path})`}.`,
      todo: 'See whether the address (baseUrl) is the platform at all; if the platform has changed its answers, report the place.',
      check: 'Also see whether the address (baseUrl) is the platform at all.',
    },
    response_too_large: {
      short: 'an answer that is too long',
      what: 'The answer is longer than maxResponseBytes, and was not read to its end.',
      todo: 'Ask for smaller pages, or raise maxResponseBytes.',
      check: 'Such answers are short, so check the address (baseUrl), too.',
    },
    pagination_stuck: {
      short: 'the pages do not add up',
      what: "The pages do not come to the total: the service ignores the page's number, or cards are made and destroyed all the while. The cards that came until then are true.",
      todo: 'Try again later, or call list with a large limit and look at hasMore.',
    },
    internal: {
      short: 'a defect',
      what: 'A defect of this package, or a place that it cannot work in: no WebAssembly, or a page whose policy forbids it. The client still works afterwards.',
      todo: "In a page, add 'wasm-unsafe-eval' to the script-src of its policy; else report what led here to espai-cdkey.",
      check: 'Also report what led here to espai-cdkey.',
    },
  },
  other: {
    short: 'something went wrong',
    what: (facts) => `Its code is ${facts.code}, which this version of espai-cdkey does not know.`,
    todo: 'Update espai-cdkey, or tell a developer the code.',
  },
  reasons: {
    missing: ({ field }) => `There is no ${field}.`,
    empty: ({ field, endpoint }) =>
      endpoint === 'list'
        ? `The ${field} is empty. Leave a filter out instead: an empty one could list every card.`
        : `The ${field} must not be empty.`,
    null: ({ field }) => `The ${field} must not be null; leave it out instead.`,
    not_text: ({ field }) => `The ${field} must be a text.`,
    control_characters: ({ field }) =>
      `The ${field} has line breaks, tabs or other control characters in it, perhaps from copying.`,
    too_long: ({ field }) => `The ${field} is too long: at most 256 characters.`,
    broken_unicode: ({ field }) =>
      `The ${field} has a broken character in it: half of a surrogate pair, from an emoji that was cut, say.`,
    unreadable: ({ field }) => `The ${field} could not be read: its getter threw.`,
    not_digits: ({ field }) =>
      `The ${field} must be 1 to 20 digits, with no spaces, dashes, plus sign or anything else between or around them.`,
    not_a_phone: ({ field }) => `The ${field} must be 1 to 20 digits, or a whole number from 0 to 9007199254740991.`,
    not_a_type_code: ({ field }) => `The ${field} must be a type's code such as '1', or a whole number from 0.`,
    not_a_number: ({ field }) => `The ${field} must be a whole number, or its digits as a text.`,
    bigint: ({ field }) => `The ${field} must be a number or a text, not a bigint such as 10n.`,
    not_whole_number: ({ field }) =>
      `The ${field} must be a whole number, with no fraction, of at most 9007199254740991.`,
    not_plain_digits: ({ field }) =>
      `The ${field} must be a whole number in plain digits, such as 10; not 1,000, 010 or 1e3, and with no spaces.`,
    out_of_range: ({ field }) => `The ${field} must be at most 9007199254740991.`,
    below_one: ({ field }) => `The ${field} must be at least 1.`,
    not_plain_object: ({ field }) => `The ${field} must be a plain object.`,
    unknown_field: ({ path }) => `There is no field or option ${path}; perhaps it is misspelled.`,
    two_values: ({ field }) => `The ${field} is given under two names, with two values.`,
    same_card: 'The source and the target are one card.',
    trial_card: ({ field }) =>
      `The ${field} is a free trial card's, which by the platform's rules takes part in no transfer.`,
    more_than_held: ({ field }) => `The ${field} is more than the source card holds.`,
    not_that_card: ({ field }) => `The ${field} is not this transfer's.`,
    not_iterable: ({ field }) =>
      `The ${field} must be an array, or something else that is gone through one by one, and no text.`,
    no_ids: 'No card id is given.',
    not_an_id: ({ field }) => `The ${field} must be an id as a text, or an { id }.`,
    repeated_id: ({ field }) => `The ${field} stands in this destroy already.`,
    not_with_list_all: ({ field }) =>
      `The ${field} does not go with listAll, which goes through all pages; pageSize sets their size.`,
    not_a_signal: ({ field }) => `The ${field} must be an AbortSignal.`,
    no_key: 'There is no key (apiKey).',
    malformed_key:
      'The key (apiKey) must be exactly 32 printable ASCII characters, with no space or line break around them.',
    key_not_text: 'The key (apiKey) must be a text of 32 characters, or null.',
    key_needed: 'The platform itself needs a key (apiKey); it may be null only where baseUrl is a backend of your own.',
    key_in_a_page: 'The key (apiKey) must not be in a web page, where everyone can read it.',
    not_a_function: ({ field }) => `The ${field} must be a function.`,
    not_a_boolean: ({ field }) => `The ${field} must be true or false.`,
    not_from_zero: ({ field }) => `The ${field} must be a whole number from 0 to 2147483647.`,
    not_from_one: ({ field }) => `The ${field} must be a whole number from 1 to 2147483647.`,
    not_one_of: ({ field, message }) => `The ${field} is none of those that there are: ${message}`,
    no_fetch: 'This runtime has no fetch.',
    address_not_text: ({ field }) => `The ${field} must be a text.`,
    spaces_in_address: ({ field }) => `The ${field} is empty, or has spaces or control characters in it.`,
    query_in_address: ({ field }) => `The ${field} must have no query (?) and no fragment (#).`,
    user_in_address: ({ field }) => `The ${field} must have no user and no password.`,
    not_whole_address: ({ field }) =>
      `The ${field} must be a whole address such as https://api.espai.fun; a relative one only works in a page.`,
    not_https: ({ field }) => `The ${field} must be an https address.`,
    insecure_address: ({ field }) =>
      `The ${field} is plain http to another machine: the key would travel in the clear.`,
    blocked_port: ({ field }) => `The ${field} has a port that fetch blocks, so nothing can be sent there.`,
    not_headers: ({ field }) => `The ${field} must be a plain object of names and texts.`,
    not_a_header_name: ({ field }) => `The ${field} has a name that no header can have.`,
    not_a_header_value: ({ field }) =>
      `The ${field} must be a text of printable ASCII characters, with no space around them.`,
    reserved_header: ({ field }) => `The ${field} is set by this package or by the runtime, and cannot be given.`,
    browsers_header: ({ field }) => `The ${field} is set by the browser alone: a page's fetch would leave it out.`,
    repeated_header: ({ field }) => `The ${field} is given twice.`,
    not_accepted: ({ field, message }) => `The ${field || 'input'} is not accepted: ${message}`,
  },
  remedies: {
    no_key: () => `Give the key: ${KEY}. Behind a backend of your own, give { apiKey: null, baseUrl }.`,
    malformed_key: () => `Copy the key again: ${KEY}. Where it is read from a file, cut its line break off.`,
    key_needed: 'Give the key, or the address of your own backend as baseUrl.',
    key_in_a_page:
      'Let a backend of your own hold the key, and use { apiKey: null, baseUrl } in the page; for a test key alone, set dangerouslyAllowBrowser.',
    no_fetch: 'Give one as the option fetch.',
    insecure_address: 'Use https; allowInsecureHttp permits it all the same.',
    blocked_port: 'Use another port.',
    unreadable: 'A developer has to look at the object that is given.',
  },
  fields: {
    phone: 'phone',
    code: 'redeem code',
    targetPhone: "target's phone",
    targetCode: "target's redeem code",
    limit: 'amount',
    id: 'card id',
    ids: 'card id',
    'ids.id': 'card id',
    type: "card type's code",
    userName: "owner's nickname",
    username: "owner's nickname",
    userPhone: "owner's phone",
    apiLimit: 'remaining quota',
    page: 'page number',
    pageSize: 'page size',
    query: 'query',
    input: 'input',
    inputs: 'inputs',
    before: 'cards before the transfer',
    concurrency: 'number of items at a time',
    options: 'options',
    language: 'language',
    apiKey: 'key',
    baseUrl: 'address of the service',
    timeoutMs: 'timeout in milliseconds',
    maxRetries: 'number of retries',
    maxResponseBytes: "answer's greatest length in bytes",
    userNameField: 'spelling of the filter by nickname',
    headers: 'headers',
    signal: 'signal',
  },
  pageSize: 'page size',
  before: 'card before the transfer',
  named: (label, path) => (label === path ? path : `${label} (${path})`),
  idAt: (index) => `card id no. ${index}`,
  header: (name) => `header ${name}`,
};
