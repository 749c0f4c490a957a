import { Button, Flex, Modal } from 'antd';
import type { Card } from 'espai-cdkey';
import { useTexts } from '../i18n/useTexts.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { MoveCheck } from './MoveCheck.tsx';
import { Sending } from './Sending.tsx';
import { TransferDone } from './TransferDone.tsx';
import { TransferForm } from './TransferForm.tsx';
import { TransferPreview } from './TransferPreview.tsx';
import { useMove } from './useMove.ts';
import { useTransferDraft } from './useTransferDraft.ts';
import { texts } from './texts.ts';

interface Props {
  /** The card to take from, or null to type one in. */
  readonly source: Card | null;
  readonly onClose: () => void;
}

/** A transfer from start to end: form, preview, confirmation, and what came of it. */
export function TransferDialog({ source, onClose }: Props) {
  const t = useTexts(texts);
  const { draft, preview, edit, clear } = useTransferDraft();
  const { stage, send, stopWaiting, reset } = useMove();
  const sending = stage.at === 'sending';
  return (
    <Modal
      open
      title={t.transfer.title}
      footer={null}
      onCancel={onClose}
      closable={!sending}
      keyboard={!sending}
      mask={{ closable: false }}
    >
      {stage.at === 'ready' && draft.at === 'preview' && (
        <TransferPreview order={draft.last} before={draft.before} onEdit={edit} onConfirm={(move) => void send(move)} />
      )}
      {stage.at === 'ready' && draft.at !== 'preview' && (
        <Flex vertical gap={16}>
          {draft.at === 'form' && draft.error !== null && <OutcomeAlert error={draft.error} asked="read" />}
          <TransferForm
            source={source}
            last={draft.last}
            reading={draft.at === 'reading'}
            onPreview={(order) => void preview(order)}
          />
        </Flex>
      )}
      {sending && <Sending text={t.transfer.sending} hint={t.transfer.stopHint} onStop={stopWaiting} />}
      {stage.at === 'done' && stage.move.kind === 'transfer' && (
        <TransferDone
          move={stage.move}
          message={stage.message}
          onClose={onClose}
          onAgain={() => {
            clear();
            reset();
          }}
        />
      )}
      {stage.at === 'failed' && (
        <OutcomeAlert error={stage.error} asked="transfer">
          <div>
            {/* Through the form, and so through a fresh preview: the cards may have changed. */}
            <Button
              onClick={() => {
                edit();
                reset();
              }}
            >
              {t.transfer.edit}
            </Button>
          </div>
        </OutcomeAlert>
      )}
      {stage.at === 'unknown' && (
        <Flex vertical gap={16}>
          <OutcomeAlert error={stage.error} asked="transfer">
            <MoveCheck move={stage.move} openId={stage.openId} />
          </OutcomeAlert>
          <Flex justify="end">
            <Button onClick={onClose}>{t.app.close}</Button>
          </Flex>
        </Flex>
      )}
    </Modal>
  );
}
