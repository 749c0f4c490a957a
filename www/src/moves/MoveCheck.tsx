import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Flex, Typography } from 'antd';
import type { Card, CdkeyClient } from 'espai-cdkey';
import { useState } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { useSession } from '../session/useSession.ts';
import { useFormat } from '../ui/useFormat.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import type { Evidence, KeptMove, Move } from './move.ts';
import { texts } from './texts.ts';
import { WithoutNumber } from './WithoutNumber.tsx';

/** What a look at the cards gives: of a transfer what they say of it, of a destroy whether the card is there. */
type Seen =
  { readonly kind: 'transfer'; readonly evidence: Evidence } | { readonly kind: 'destroy'; readonly card: Card | null };

/** What was seen of a move's cards, and a way to look again. It shows and says; the person decides. */
export function MoveCheck({ open: { id: openId, move, evidence } }: { readonly open: KeptMove }) {
  const t = useTexts(texts);
  const { id, client } = useSession();
  const [wanted, setWanted] = useState(false);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [id, 'check', openId],
    queryFn: ({ signal }) => look(client, move, signal),
    enabled: wanted,
    gcTime: 0,
  });
  const kept: Seen | undefined = evidence === null ? undefined : { kind: 'transfer', evidence };
  const seen = data ?? kept;
  return (
    <Flex vertical gap={8} align="start">
      {seen !== undefined && <Findings move={move} seen={seen} />}
      {error !== null && <OutcomeAlert error={error} asked="read" />}
      <Button
        icon={<SearchOutlined aria-hidden />}
        loading={isFetching}
        onClick={() => {
          if (wanted) void refetch();
          setWanted(true);
        }}
      >
        {move.kind === 'transfer' ? t.unsettled.lookTransfer : t.unsettled.lookDestroy}
      </Button>
    </Flex>
  );
}

function Findings({ move, seen }: { readonly move: Move; readonly seen: Seen }) {
  const t = useTexts(texts);
  const format = useFormat();
  const before = move.kind === 'transfer' ? [move.before.source, move.before.target] : [move.card];
  const now =
    seen.kind === 'destroy' ? [seen.card] : [seen.evidence.after?.source ?? null, seen.evidence.after?.target ?? null];
  const absent = seen.kind === 'destroy' ? t.unsettled.gone : t.unsettled.unreadable;
  const rows = before.map((card, index) => {
    const after = now[index] ?? null;
    const change = after === null ? null : changeOf(card, after);
    return {
      key: card.id,
      card,
      cells: [
        format.quota(card),
        after === null ? absent : format.quota(after),
        change === null ? t.app.none : format.delta(change),
      ],
    };
  });
  const verdict = seen.kind === 'transfer' ? seen.evidence.verdict : seen.card === null ? 'card_gone' : 'card_there';
  const certain = verdict === 'likely_applied' || verdict === 'card_gone';
  return (
    <Flex vertical gap={8} className="wide" role="status">
      <ComparisonTable heads={[t.unsettled.before, t.unsettled.now, t.unsettled.change]} rows={rows} />
      <Alert type={certain ? 'success' : 'info'} showIcon title={t.verdict[verdict]} data-verdict={verdict} />
      {move.kind === 'transfer' && <WithoutNumber cards={before} />}
      <Typography.Text type="secondary">{t.unsettled.judge}</Typography.Text>
    </Flex>
  );
}

/** How much a card has gained, where both times a number was named. */
function changeOf({ apiLimit: before }: Card, { apiLimit: now }: Card): number | null {
  return before === null || now === null ? null : now - before;
}

async function look(client: CdkeyClient, move: Move, signal: AbortSignal): Promise<Seen> {
  if (move.kind === 'transfer') {
    const { verdict, after } = await client.settle({ ...move.order }, move.before, { signal });
    return { kind: 'transfer', evidence: { verdict, after } };
  }
  // By id, since a card need not have a phone.
  const { cards } = await client.list({ id: move.card.id }, { signal });
  return { kind: 'destroy', card: cards.find((card) => card.id === move.card.id) ?? null };
}
