/**
 * One operation as a person reads it.
 */
import { moment, phoneText, quota } from './cards.js';

/** @typedef {import('./language.js').Language} Language */
/** @typedef {import('../ledger/ledger.js').Operation} Operation */

/**
 * @param {Operation} operation
 * @param {Language} language
 * @param {boolean} phones Whether they are shown whole.
 */
export function shownOperation(operation, language, phones) {
  const { key, kind, status, attempts, createdAt, updatedAt, error, resolved } = operation;
  const input = /** @type {Record<string, any>} */ (operation.input);
  const evidence = /** @type {any} */ (operation.evidence);
  const words = language === 'zh' ? ZH : EN;
  const held = (/** @type {any} */ card) => (card ? quota(card.apiLimit, language) : '-');
  /** @type {[string, string][]} */
  const lines = [
    [words.key, key],
    [words.status, `${kind} ${status}`],
    ...(kind === 'transfer'
      ? /** @type {[string, string][]} */ ([
          [words.source, `${input['code']} ${phoneText(input['phone'], phones)}`],
          [words.target, `${input['targetCode']} ${phoneText(input['targetPhone'], phones)}`],
          [words.limit, String(input['limit'])],
        ])
      : /** @type {[string, string][]} */ ([[words.card, String(input['id'])]])),
    [words.attempts, String(attempts)],
    [words.times, `${moment(createdAt)} – ${moment(updatedAt)}`],
    ...(evidence
      ? /** @type {[string, string][]} */ ([
          [words.verdict, evidence.verdict ?? words.answer],
          ...(kind === 'transfer'
            ? [
                [`  ${words.source}`, `${held(evidence.before?.source)} → ${held(evidence.after?.source)}`],
                [`  ${words.target}`, `${held(evidence.before?.target)} → ${held(evidence.after?.target)}`],
              ]
            : [[`  ${words.card}`, `${held(evidence.before?.card)} → ${held(evidence.after?.card)}`]]),
        ])
      : []),
    ...(error ? /** @type {[string, string][]} */ ([[words.error, String(error['message'])]]) : []),
    ...(resolved
      ? /** @type {[string, string][]} */ ([
          [words.resolved, `${resolved.as}, ${resolved.by}, ${moment(resolved.at)} ${resolved.note}`],
        ])
      : []),
  ];
  return lines.map(([name, text]) => `${name}: ${text}`).join('\n');
}

const EN = {
  key: 'key',
  status: 'status',
  source: 'source',
  target: 'target',
  card: 'card',
  limit: 'quota',
  attempts: 'sent',
  times: 'from – to',
  verdict: 'evidence',
  answer: "the service's own answer",
  error: 'error',
  resolved: 'resolved',
};

/** @type {typeof EN} */
const ZH = {
  key: '键',
  status: '状态',
  source: '来源卡',
  target: '目标卡',
  card: '额度卡',
  limit: '额度',
  attempts: '发出次数',
  times: '时间',
  verdict: '证据',
  answer: '平台的回复',
  error: '错误',
  resolved: '裁定',
};
