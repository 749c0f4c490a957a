import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Typography } from 'antd';
import type { Card, CdkeyClient } from 'espai-cdkey';
import { useState } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { useSession } from '../session/useSession.ts';
import { useFormat } from '../ui/useFormat.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import type { Move } from './move.ts';
import { WithoutNumber } from './WithoutNumber.tsx';
import { texts } from './texts.ts';

/** A card now: as read, gone, or the error of the read. */
type Seen =
  | { readonly at: 'card'; readonly card: Card }
  | { readonly at: 'gone' }
  | { readonly at: 'unread'; readonly error: unknown };

/** Reads the cards of a move anew and puts them beside what was before. It shows; it does not judge. */
export function MoveCheck({ move, openId }: { readonly move: Move; readonly openId: number }) {
  const t = useTexts(texts);
  const { id, client } = useSession();
  const [wanted, setWanted] = useState(false);
  const { data, isFetching, refetch } = useQuery({
    queryKey: [id, 'check', openId],
    queryFn: ({ signal }) => look(client, move, signal),
    enabled: wanted,
    gcTime: 0,
  });
  return (
    <Flex vertical gap={8} align="start">
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
      {data !== undefined && <Findings move={move} seen={data} />}
    </Flex>
  );
}

function Findings({ move, seen }: { readonly move: Move; readonly seen: readonly Seen[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const before = move.kind === 'transfer' ? [move.before.source, move.before.target] : [move.card];
  const unread = seen.find((one) => one.at === 'unread');
  const rows = before.map((card, index) => {
    const now = seen[index];
    const change = now?.at === 'card' ? changeOf(card, now.card) : null;
    return {
      key: card.id,
      card,
      cells: [
        format.quota(card),
        now?.at === 'card' ? format.quota(now.card) : now?.at === 'gone' ? t.unsettled.gone : t.unsettled.unreadable,
        change === null ? t.app.none : format.delta(change),
      ],
    };
  });
  return (
    <Flex vertical gap={8} className="wide" role="status">
      <ComparisonTable heads={[t.unsettled.before, t.unsettled.now, t.unsettled.change]} rows={rows} />
      {move.kind === 'transfer' && <WithoutNumber cards={before} />}
      {unread !== undefined && <OutcomeAlert error={unread.error} asked="read" />}
      <Typography.Text type="secondary">{t.unsettled.judge}</Typography.Text>
    </Flex>
  );
}

/** How much a card has gained, where both times a number was named. */
function changeOf({ apiLimit: before }: Card, { apiLimit: now }: Card): number | null {
  return before === null || now === null ? null : now - before;
}

async function look(client: CdkeyClient, move: Move, signal: AbortSignal): Promise<readonly Seen[]> {
  if (move.kind === 'transfer') {
    const { phone, code, targetPhone, targetCode } = move.order;
    return Promise.all([
      seen(client.detail({ phone, code }, { signal })),
      seen(client.detail({ phone: targetPhone, code: targetCode }, { signal })),
    ]);
  }
  // By id, since a card need not have a phone.
  const found = client.list({ id: move.card.id }, { signal });
  return [await seen(found.then(({ cards }) => cards.find((card) => card.id === move.card.id) ?? null))];
}

function seen(read: Promise<Card | null>): Promise<Seen> {
  return read.then(
    (card): Seen => (card === null ? { at: 'gone' } : { at: 'card', card }),
    (error: unknown): Seen => ({ at: 'unread', error }),
  );
}
