import { ReloadOutlined } from '@ant-design/icons';
import { Alert, Button, Card as Box, Empty, Flex, InputNumber, Progress, Typography } from 'antd';
import { cardTypeLabel, type Card } from 'espai-cdkey';
import { useEffect, useMemo, useState } from 'react';
import { texts as cardTexts } from '../cards/texts.ts';
import { useAllCards } from '../cards/useCardStores.ts';
import { useLanguage } from '../i18n/useLanguage.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { OutcomeAlert } from '../outcome/OutcomeAlert.tsx';
import { useMay } from '../session/useSession.ts';
import { keep, kept } from '../ui/kept.ts';
import { useFormat } from '../ui/useFormat.ts';
import { CardTable } from './CardTable.tsx';
import { Figure } from './Figure.tsx';
import { nearEmpty, type Summary, summaryOf } from './summary.ts';
import { texts } from './texts.ts';
import { UsageByDay } from './UsageByDay.tsx';
import './overview.css';

/** All cards at a glance. They are loaded for it, once: Cards uses the same ones. */
export function OverviewScreen() {
  const t = useTexts(texts);
  const words = useTexts(cardTexts);
  const format = useFormat();
  const { all, state } = useAllCards();
  const mayLogs = useMay('balanceLogs');
  const isOfAll = state.at !== 'none' && Object.keys(state.filters).length === 0;
  const [stopped, setStopped] = useState(false);
  useEffect(() => {
    if (!isOfAll && !stopped) void all.load({});
  }, [isOfAll, stopped, all]);
  const load = () => {
    setStopped(false);
    void all.load({});
  };
  return (
    <Flex vertical gap={16}>
      <Flex justify="space-between" align="center" gap={8} wrap>
        <Typography.Title level={2} className="screen-title">
          {t.overview.title}
        </Typography.Title>
        {state.at === 'done' && isOfAll && (
          <Flex align="center" gap={8}>
            <Typography.Text type="secondary">{words.all.loadedAt(format.clock(state.loadedAt))}</Typography.Text>
            <Button icon={<ReloadOutlined aria-hidden />} onClick={load}>
              {words.filter.refresh}
            </Button>
          </Flex>
        )}
      </Flex>
      {!isOfAll && stopped && (
        <Flex vertical gap={8} align="start">
          <Typography.Text>{t.overview.intro}</Typography.Text>
          <Button type="primary" onClick={load}>
            {t.overview.load}
          </Button>
        </Flex>
      )}
      {isOfAll && state.at === 'loading' && (
        <Flex vertical gap={8} role="status">
          <Typography.Text>
            {words.all.loading(format.number(state.loaded), state.total === null ? '…' : format.number(state.total))}
          </Typography.Text>
          <Progress
            aria-label={t.overview.load}
            percent={state.total === null ? 0 : Math.floor((100 * state.loaded) / Math.max(1, state.total))}
          />
          <div>
            <Button
              onClick={() => {
                setStopped(true);
                all.clear();
              }}
            >
              {words.all.stop}
            </Button>
          </div>
        </Flex>
      )}
      {isOfAll && state.at === 'failed' && (
        <OutcomeAlert error={state.error} asked="read">
          <div>
            <Button onClick={load}>{t.app.retry}</Button>
          </div>
        </OutcomeAlert>
      )}
      {isOfAll && state.at === 'done' && (
        <>
          {state.stale && <Alert type="warning" showIcon role="status" title={words.all.stale} />}
          <Figures cards={state.cards} />
        </>
      )}
      {mayLogs && <UsageByDay />}
    </Flex>
  );
}

function Figures({ cards }: { readonly cards: readonly Card[] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const format = useFormat();
  const summary = useMemo(() => summaryOf(cards), [cards]);
  const types = useMemo(
    () => summary.types.map(({ type, quota }) => ({ label: cardTypeLabel(type, language), value: quota })),
    [summary, language],
  );
  const bins = useMemo(
    () =>
      summary.bins.map(({ from, to, count }) => ({
        label:
          to === null
            ? t.overview.from(format.number(from))
            : from === to
              ? format.number(from)
              : t.overview.between(format.number(from), format.number(to)),
        // In signs: words of seven bars side by side would stand aslant.
        short:
          to === null
            ? `≥ ${format.number(from)}`
            : from === to
              ? format.number(from)
              : `${format.number(from)} –${format.number(to)}`,
        value: count,
      })),
    [summary, t, format],
  );
  const apart =
    summary.unlimited.length + summary.silent > 0
      ? t.overview.apart(format.number(summary.unlimited.length), format.number(summary.silent))
      : '';
  const below = summary.below > 0 ? t.overview.below(format.number(summary.below)) : '';
  return (
    <>
      <Totals summary={summary} />
      <div className="figures">
        <Figure
          title={t.overview.byType}
          unit={t.overview.calls}
          bars={types}
          heads={[t.overview.type, t.overview.count, t.overview.calls, t.overview.unlimited]}
          rows={summary.types.map(({ type, count, quota, unlimited }) => [
            cardTypeLabel(type, language),
            format.number(count),
            format.number(quota),
            format.number(unlimited),
          ])}
        />
        <Figure
          title={t.overview.distribution}
          unit={t.overview.count}
          bars={bins}
          heads={[t.overview.balance, t.overview.count]}
          rows={bins.map(({ label, value }) => [label, format.number(value)])}
          note={`${apart} ${below}`.trim() || null}
        />
      </div>
      <div className="figures">
        <NearEmpty cards={cards} />
        <Box title={<h3 className="box-title">{t.overview.unlimitedTitle}</h3>}>
          {summary.unlimited.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.overview.unlimitedNone} />
          ) : (
            <FirstOf cards={summary.unlimited} caption={t.overview.unlimitedTitle} />
          )}
        </Box>
      </div>
    </>
  );
}

function Totals({ summary }: { readonly summary: Summary }) {
  const t = useTexts(texts);
  const format = useFormat();
  const items: readonly (readonly [string, number])[] = [
    [t.overview.cards, summary.count],
    [t.overview.quota, summary.quota],
    [t.overview.empty, summary.bins[0]?.count ?? 0],
    [t.overview.unlimited, summary.unlimited.length],
  ];
  return (
    <dl className="totals">
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{format.number(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

const KEY = 'espai-cdkey.near-empty';

function NearEmpty({ cards }: { readonly cards: readonly Card[] }) {
  const t = useTexts(texts);
  const [limit, setLimit] = useState(() => {
    const value = Number(kept(KEY));
    return Number.isSafeInteger(value) && value > 0 ? value : 20;
  });
  const near = useMemo(() => nearEmpty(cards, limit), [cards, limit]);
  return (
    <Box title={<h3 className="box-title">{t.overview.near}</h3>}>
      <p className="limit">
        <label>
          {t.overview.limit}{' '}
          <InputNumber
            min={1}
            max={Number.MAX_SAFE_INTEGER}
            precision={0}
            value={limit}
            changeOnWheel={false}
            onChange={(value) => {
              if (value === null) return;
              keep(KEY, String(value));
              setLimit(value);
            }}
          />
        </label>
      </p>
      {near.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.overview.nearNone} />
      ) : (
        <FirstOf cards={near} caption={t.overview.near} />
      )}
    </Box>
  );
}

/** So many are shown; the rest are found in Cards, which can sort. */
const MOST = 50;

function FirstOf({ cards, caption }: { readonly cards: readonly Card[]; readonly caption: string }) {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <>
      <CardTable cards={cards.slice(0, MOST)} caption={caption} />
      {cards.length > MOST && (
        <p className="quiet">{t.overview.nearMore(format.number(MOST), format.number(cards.length))}</p>
      )}
    </>
  );
}
