import { Alert, Button, Flex } from 'antd';
import { useTexts } from '../i18n/useTexts.ts';
import { useFormat } from '../ui/useFormat.ts';
import { MoveCheck } from './MoveCheck.tsx';
import type { Move } from './move.ts';
import { useOpenMoves } from './useOpenMoves.ts';
import { texts } from './texts.ts';

/** The moves whose outcome nobody knows. They stay in sight until a person has looked. */
export function OpenMovesNotice() {
  const t = useTexts(texts);
  const format = useFormat();
  const { all, end } = useOpenMoves();
  return all
    .filter((open) => open.state === 'unknown')
    .map(({ id, move, at }) => (
      <Alert
        key={id}
        type="warning"
        showIcon
        className="open-move"
        title={<strong>{t.unsettled.title}</strong>}
        description={
          <Flex vertical gap={8}>
            <div>{sayMove(move, format.clock(at), format.number, t)}</div>
            <MoveCheck move={move} openId={id} />
            <div>
              <Button size="small" onClick={() => end(id)}>
                {t.unsettled.settle}
              </Button>
            </div>
          </Flex>
        }
      />
    ));
}

function sayMove(move: Move, time: string, number: (value: number) => string, t: (typeof texts)['en']): string {
  return move.kind === 'transfer'
    ? t.unsettled.transfer(number(move.order.limit), move.before.source.code, move.before.target.code, time)
    : t.unsettled.destroy(move.card.code, time);
}
