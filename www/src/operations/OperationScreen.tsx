import { ArrowLeftOutlined, ReloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card as Box, Flex, Result, Spin, Switch } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useTexts } from '../i18n/useTexts.ts';
import { useSession } from '../session/useSession.ts';
import { type Operation, showOperation } from './api.ts';
import { AskedFor } from './AskedFor.tsx';
import { EvidenceView } from './EvidenceView.tsx';
import { History } from './History.tsx';
import { OperationsAlert } from './OperationsAlert.tsx';
import { Settling } from './Settling.tsx';
import { StatusWord } from './StatusWord.tsx';
import { texts } from './texts.ts';
import { useSummary } from './useSummary.ts';
import './operations.css';

/** One operation: what was asked for, what the cards said, who did what, and the ways to settle it. */
export function OperationScreen() {
  const t = useTexts(texts);
  const { key = '' } = useParams();
  const navigate = useNavigate();
  const { id } = useSession();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [id, 'operation', key],
    queryFn: ({ signal }) => showOperation(key, signal),
  });
  return (
    <Flex vertical gap={16}>
      <Flex gap={8} wrap>
        <Button icon={<ArrowLeftOutlined aria-hidden />} onClick={() => void navigate('/operations')}>
          {t.operations.back}
        </Button>
        <Button icon={<ReloadOutlined aria-hidden />} loading={isFetching} onClick={() => void refetch()}>
          {t.operations.refresh}
        </Button>
      </Flex>
      {error !== null && <OperationsAlert error={error} />}
      {data === null && <Result status="404" title={t.operations.gone} />}
      {data === undefined && error === null && <Spin />}
      {data && <OneOperation operation={data} onChanged={() => void refetch()} />}
    </Flex>
  );
}

interface Props {
  readonly operation: Operation;
  readonly onChanged: () => void;
}

function OneOperation({ operation, onChanged }: Props) {
  const t = useTexts(texts);
  const summary = useSummary();
  const [revealPhones, setRevealPhones] = useState(false);
  return (
    <>
      <Box
        title={
          <h2 className="box-title operation-title">
            <StatusWord status={operation.status} /> <bdi>{summary(operation)}</bdi>
          </h2>
        }
      >
        <Settling operation={operation} onChanged={onChanged} />
      </Box>
      <div className="operation-parts">
        <Box title={<h3 className="box-title">{t.operations.sent}</h3>}>
          <Flex vertical gap={12}>
            <AskedFor operation={operation} revealPhones={revealPhones} />
            {operation.kind === 'transfer' && (
              <label className="reveal">
                <Switch size="small" checked={revealPhones} onChange={setRevealPhones} /> {t.card.revealPhones}
              </label>
            )}
          </Flex>
        </Box>
        <Box title={<h3 className="box-title">{t.operations.evidence}</h3>}>
          <EvidenceView operation={operation} />
        </Box>
      </div>
      <Box title={<h3 className="box-title">{t.operations.history}</h3>}>
        <History operation={operation} />
      </Box>
    </>
  );
}
