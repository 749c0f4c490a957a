import { Button, Card as Panel, Flex, Spin, Typography } from 'antd';
import type { Card } from 'espai-cdkey';
import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { useCard } from '../cards/useCard.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { MoveCheck } from './MoveCheck.tsx';
import { Sending } from './Sending.tsx';
import { texts } from './texts.ts';
import { TransferDone } from './TransferDone.tsx';
import { TransferForm } from './TransferForm.tsx';
import { TransferPreview } from './TransferPreview.tsx';
import { useOpenMoves } from './useOpenMoves.ts';
import { useTransfer } from './useTransfer.ts';
import { useTransferDraft } from './useTransferDraft.ts';

/** A transfer; `?source=` names the card that the person started from. */
export function TransferScreen() {
  const t = useTexts(texts);
  const [search] = useSearchParams();
  const source = search.get('source');
  const { data, isLoading } = useCard(source);
  return (
    <Panel size="small" className="narrow">
      <Typography.Title level={2} className="box-title">
        {t.transfer.title}
      </Typography.Title>
      {isLoading ? <Spin /> : <Transfer key={data?.id ?? ''} source={data ?? null} />}
    </Panel>
  );
}

/** From start to end: form, preview, confirmation, and what came of it. */
function Transfer({ source }: { readonly source: Card | null }) {
  const t = useTexts(texts);
  const { draft, preview, edit, clear } = useTransferDraft(source === null ? {} : { source });
  const { stage, send, stopWaiting, reset } = useTransfer();
  const openMoves = useOpenMoves();
  const step = useRef<HTMLDivElement>(null);
  const at = stage.at === 'ready' ? draft.at : stage.at;
  // What a person does next stands elsewhere than where they were: the focus leads there, and a screen reader with it.
  const before = useRef(at);
  useEffect(() => {
    if (before.current !== at && at !== 'reading') step.current?.focus();
    before.current = at;
  }, [at]);
  const open = stage.at === 'unknown' ? openMoves.all.find(({ id }) => id === stage.openId) : undefined;
  return (
    <div ref={step} tabIndex={-1} className="step">
      {stage.at === 'ready' && draft.at === 'preview' && (
        <TransferPreview
          order={draft.order}
          before={draft.before}
          onEdit={edit}
          onConfirm={() => void send(draft.order)}
        />
      )}
      {stage.at === 'ready' && draft.at !== 'preview' && (
        <Flex vertical gap={16}>
          {draft.at === 'form' && draft.error !== null && <OutcomeAlert error={draft.error} asked="read" />}
          <TransferForm
            last={draft.last}
            reading={draft.at === 'reading'}
            onPreview={(order, values) => void preview(order, values)}
          />
        </Flex>
      )}
      {stage.at === 'sending' && <Sending text={t.transfer.sending} hint={t.transfer.stopHint} onStop={stopWaiting} />}
      {stage.at === 'done' && (
        <TransferDone
          value={stage.value}
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
            {open !== undefined && <MoveCheck open={open} />}
          </OutcomeAlert>
          <Flex justify="space-between" align="center" wrap gap={8}>
            <Typography.Text type="secondary">{t.unsettled.kept}</Typography.Text>
            <Button
              onClick={() => {
                clear();
                reset();
              }}
            >
              {t.transfer.another}
            </Button>
          </Flex>
        </Flex>
      )}
    </div>
  );
}
