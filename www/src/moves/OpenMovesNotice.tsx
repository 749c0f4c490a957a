import { Alert, Button, Collapse, Flex } from 'antd';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import { MoveCheck } from './MoveCheck.tsx';
import type { Move } from './move.ts';
import { texts } from './texts.ts';
import { useOpenMoves } from './useOpenMoves.ts';

/** More than these are folded up: a bulk of destroys may have left many. */
const MOST_OPEN = 2;

/** The moves whose outcome nobody knows. They stay in sight, also over reloads, until a person has looked. */
export function OpenMovesNotice() {
  const t = useTexts(texts);
  const format = useFormat();
  const { all, end } = useOpenMoves();
  const unknown = all.filter((open) => open.state === 'unknown');
  if (unknown.length === 0) return null;
  const one = (open: (typeof unknown)[number]) => (
    <Flex vertical gap={8}>
      <div>{t.unsettled.todo[open.move.kind]}</div>
      <MoveCheck open={open} />
      <div>
        <Button onClick={() => void end(open.id, 'settled')}>{t.unsettled.settle}</Button>
      </div>
    </Flex>
  );
  const say = (move: Move, at: number) =>
    move.kind === 'transfer'
      ? t.unsettled.transfer(
          format.number(move.order.limit),
          move.before.source.code,
          move.before.target.code,
          format.time(at),
        )
      : t.unsettled.destroy(move.card.code, format.time(at));
  return (
    <Alert
      type="warning"
      showIcon
      className="open-move"
      title={<strong>{t.unsettled.title(unknown.length)}</strong>}
      description={
        <Collapse
          ghost
          size="small"
          className="details"
          defaultActiveKey={unknown.length <= MOST_OPEN ? unknown.map(({ id }) => id) : []}
          items={unknown.map((open) => ({ key: open.id, label: say(open.move, open.at), children: one(open) }))}
        />
      }
    />
  );
}
