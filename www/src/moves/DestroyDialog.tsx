import { Alert, Button, Flex, Form, Input, Modal } from 'antd';
import type { Card } from 'espai-cdkey';
import { useState } from 'react';
import { CardDetails } from '../cards/CardDetails.tsx';
import { useTexts } from '../i18n/useTexts.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { cardsOf } from './move.ts';
import { MoveCheck } from './MoveCheck.tsx';
import { Sending } from './Sending.tsx';
import { useMove } from './useMove.ts';
import { useOpenMoves } from './useOpenMoves.ts';
import { texts } from './texts.ts';

interface Props {
  readonly card: Card;
  readonly onClose: () => void;
}

/** Destroys one card after its code was typed. */
export function DestroyDialog({ card, onClose }: Props) {
  const t = useTexts(texts);
  const { stage, send, stopWaiting, reset } = useMove();
  const sending = stage.at === 'sending';
  return (
    <Modal
      open
      title={t.destroy.title}
      footer={null}
      onCancel={onClose}
      closable={!sending}
      keyboard={!sending}
      mask={{ closable: false }}
    >
      <Flex vertical gap={16}>
        {stage.at === 'ready' && (
          <Confirmation card={card} onCancel={onClose} onConfirm={() => void send({ kind: 'destroy', card })} />
        )}
        {sending && <Sending text={t.destroy.sending} hint={t.destroy.stopHint} onStop={stopWaiting} />}
        {stage.at === 'done' && <Alert type="success" showIcon title={t.destroy.done} description={stage.message} />}
        {stage.at === 'failed' && (
          <OutcomeAlert error={stage.error} asked="destroy">
            <div>
              <Button onClick={reset}>{t.app.back}</Button>
            </div>
          </OutcomeAlert>
        )}
        {stage.at === 'unknown' && (
          <OutcomeAlert error={stage.error} asked="destroy">
            <MoveCheck move={stage.move} openId={stage.openId} />
          </OutcomeAlert>
        )}
        {!sending && stage.at !== 'ready' && (
          <Flex justify="end">
            <Button onClick={onClose}>{t.app.close}</Button>
          </Flex>
        )}
      </Flex>
    </Modal>
  );
}

interface ConfirmationProps {
  readonly card: Card;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}

function Confirmation({ card, onCancel, onConfirm }: ConfirmationProps) {
  const t = useTexts(texts);
  const openMoves = useOpenMoves();
  const [typed, setTyped] = useState('');
  const confirmed = typed.trim() === card.code;
  const busy = openMoves.all.some((open) => cardsOf(open.move).includes(card.id));
  return (
    <Form layout="vertical" onFinish={() => confirmed && onConfirm()}>
      <Flex vertical gap={16}>
        <Alert type="warning" showIcon title={t.destroy.warning} />
        {busy && <Alert type="warning" showIcon title={t.transfer.warnUnsettled} />}
        <CardDetails card={card} columns={1} />
        <Form.Item label={t.destroy.type(card.code)} htmlFor="destroy-code">
          <Input
            id="destroy-code"
            autoFocus
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Form.Item>
        <Flex justify="end" gap={8}>
          <Button onClick={onCancel}>{t.app.cancel}</Button>
          <Button type="primary" danger htmlType="submit" disabled={!confirmed}>
            {t.destroy.confirm}
          </Button>
        </Flex>
      </Flex>
    </Form>
  );
}
