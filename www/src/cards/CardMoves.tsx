import { useQuery } from '@tanstack/react-query';
import { Empty, Flex, Spin, Typography } from 'antd';
import { Link } from 'react-router';
import { useTexts } from '../i18n/useTexts.ts';
import { cardsOf } from '../moves/move.ts';
import { useOpenMoves } from '../moves/useOpenMoves.ts';
import { useSession } from '../session/useSession.ts';
import { scopeOf } from '../storage/scope.ts';
import { useFormat } from '../ui/useFormat.ts';
import { type CardMove, keptMovesOf, openMoveOf } from './cardMoves.ts';
import { texts } from './texts.ts';

/** More than these are not drawn: one card may be the source of ten thousand lines. */
const MOST = 100;

/** What this browser did with a card, the newest first: what is not settled, what is over, and lines of bulks. */
export function CardMoves({ cardId }: { readonly cardId: string }) {
  const t = useTexts(texts);
  const session = useSession();
  const { all } = useOpenMoves();
  const scope = scopeOf(session);
  const open = all.filter(({ move }) => cardsOf(move).includes(cardId));
  const { data, isError } = useQuery({
    // With those that are open: when one ends, it is among those that are over.
    queryKey: [session.id, 'moves', cardId, open.map(({ id }) => id)],
    queryFn: () => keptMovesOf(session.client, scope, cardId),
    gcTime: 0,
  });
  if (isError) return <Typography.Text>{t.moves.unreadable}</Typography.Text>;
  if (data === undefined) return <Spin />;
  const moves = [...open.map((move) => openMoveOf(cardId, move)).reverse(), ...data];
  if (moves.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.moves.none} />;
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{t.moves.help}</Typography.Text>
      <MoveTable moves={moves.slice(0, MOST)} />
      {moves.length > MOST && <Typography.Text type="secondary">{t.moves.more(moves.length - MOST)}</Typography.Text>}
    </Flex>
  );
}

function MoveTable({ moves }: { readonly moves: readonly CardMove[] }) {
  const t = useTexts(texts);
  const format = useFormat();
  const held = (quota: number | null | undefined) =>
    quota === undefined || quota === null ? t.app.none : format.number(quota);
  return (
    <table className="comparison">
      <caption className="visually-hidden">{t.one.moves}</caption>
      <thead>
        <tr>
          <th scope="col">{t.one.time}</th>
          <th scope="col">{t.moves.what}</th>
          <th scope="col" className="number">
            {t.moves.before}
          </th>
          <th scope="col" className="number">
            {t.moves.after}
          </th>
          <th scope="col">{t.moves.outcome}</th>
        </tr>
      </thead>
      <tbody>
        {moves.map(({ key, at, kind, amount, other, before, after, status, bulk }) => (
          <tr key={key}>
            <td>{format.time(at)}</td>
            <td>
              {kind === 'destroy' ? t.moves.destroy : t.moves[kind](format.number(amount ?? 0))}{' '}
              {other !== null && (
                <Link to={`/cards/${encodeURIComponent(other.id)}`}>
                  <bdi>{other.code}</bdi>
                </Link>
              )}
              {bulk !== null && (
                <div className="holder">
                  <Link to={`/bulk?id=${bulk.id}`}>
                    <bdi className="name">{bulk.name}</bdi>
                  </Link>
                  {t.moves.line(bulk.line)}
                </div>
              )}
            </td>
            <td className="number">{held(before)}</td>
            <td className="number">{held(after)}</td>
            <td data-status={status}>{t.moves.status[status]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
