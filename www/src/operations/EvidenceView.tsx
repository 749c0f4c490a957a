import { Alert, Flex, Typography } from 'antd';
import type { Card } from 'espai-cdkey';
import { useTexts } from '../i18n/useTexts.ts';
import { ComparisonTable } from '../moves/ComparisonTable.tsx';
import { useFormat } from '../ui/useFormat.ts';
import type { Operation } from './api.ts';
import { texts } from './texts.ts';

/** Each card as it was read before and afterwards, side by side, and what that says. */
export function EvidenceView({ operation: { kind, status, evidence } }: { readonly operation: Operation }) {
  const t = useTexts(texts);
  const format = useFormat();
  if (evidence === null) return <Typography.Text type="secondary">{t.operations.nothingRead}</Typography.Text>;
  const { verdict, before, after } = evidence;
  const sides =
    kind === 'transfer'
      ? ([
          ['source', t.operations.from],
          ['target', t.operations.to],
        ] as const)
      : ([['card', t.operations.cardId]] as const);
  // Where the service answered itself of a destroy, nothing was read afterwards.
  const held = (card: Card | null | undefined) =>
    card ? format.quota(card) : card === null && kind === 'destroy' ? t.operations.notThere : t.operations.notRead;
  const rows = sides.flatMap(([side, label]) => {
    const card = before?.[side] ?? after?.[side];
    if (!card) return [];
    const [was, is] = [before?.[side], after?.[side]];
    const change =
      was && is && was.apiLimit !== null && is.apiLimit !== null
        ? format.delta(is.apiLimit - was.apiLimit)
        : t.app.none;
    return [{ key: side, label, card, cells: [held(was), held(is), change] }];
  });
  return (
    <Flex vertical gap={12}>
      {rows.length > 0 && (
        <div className="scrolled" role="region" aria-label={t.operations.evidence} tabIndex={0}>
          <ComparisonTable heads={[t.operations.before, t.operations.after, t.operations.change]} rows={rows} />
        </div>
      )}
      <Alert
        type={verdict === 'likely_applied' || (verdict === null && status === 'done') ? 'success' : 'info'}
        showIcon
        title={verdict === null ? t.verdict.answer[status] : t.verdict[kind][verdict]}
        data-verdict={verdict ?? 'answer'}
      />
    </Flex>
  );
}
