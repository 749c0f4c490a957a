import { useQuery } from '@tanstack/react-query';
import { Select, Spin } from 'antd';
import type { Card, CdkeyClient } from 'espai-cdkey';
import { useEffect, useState } from 'react';
import { maskPhone } from '../cards/phone.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { useSession } from '../session/useSession.ts';
import { isolated } from '../ui/isolate.ts';
import { useFormat } from '../ui/useFormat.ts';
import { texts } from './texts.ts';

/** Between two letters of somebody who types. */
const PAUSE_MS = 250;
/** Found by each filter. */
const MOST = 20;

interface Props {
  /** Of the field, from the form around it. */
  readonly id?: string;
  readonly value?: Card | null;
  readonly onChange?: (card: Card | null) => void;
}

/** Chooses a card by typing its code, its owner's phone or name. */
export function CardPicker({ id, value = null, onChange }: Props) {
  const t = useTexts(texts);
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const { cards, isFetching, isError } = useFoundCards(typed.trim());
  // The chosen one is there for its label; what is searched for comes first.
  const shown = value === null || cards.some((card) => card.id === value.id) ? cards : [...cards, value];
  const labelOf = ({ code, userName, userPhone }: Card) =>
    [code, userName && isolated(userName), userPhone && maskPhone(userPhone)].filter(Boolean).join(' · ');
  return (
    <Select<string, { value: string; label: string; card: Card }>
      {...(id === undefined ? {} : { id })}
      className="wide"
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      allowClear
      placeholder={t.picker.placeholder}
      loading={isFetching}
      notFoundContent={
        isFetching ? <Spin size="small" /> : isError ? t.picker.failed : typed === '' ? t.picker.type : t.picker.none
      }
      value={value?.id ?? null}
      options={shown.map((card) => ({ value: card.id, label: labelOf(card), card }))}
      optionRender={({ data: { card } }) => (
        <span className="picked">
          <bdi className="ellipsis">{labelOf(card)}</bdi>
          <span className="number">{format.quota(card)}</span>
        </span>
      )}
      onChange={(cardId) => {
        onChange?.(shown.find((card) => card.id === cardId) ?? null);
        setTyped('');
      }}
    />
  );
}

/** What was loaded already, at once; and what the service finds, a moment after the last letter. */
function useFoundCards(typed: string) {
  const { id, client, chosen } = useSession();
  const [wanted, setWanted] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setWanted(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data, isFetching, isError } = useQuery({
    queryKey: [id, 'picker', wanted],
    queryFn: ({ signal }) => find(client, wanted, signal),
    enabled: wanted !== '' && wanted === typed,
    placeholderData: (last) => last,
  });
  const near =
    typed === '' ? chosen.cards.slice(0, MOST) : chosen.cards.filter((card) => names(card, typed)).slice(0, MOST);
  const found = typed === '' ? [] : (data ?? []);
  const known = new Set(near.map((card) => card.id));
  return {
    cards: [...near, ...found.filter((card) => !known.has(card.id))],
    isFetching: isFetching || (typed !== '' && wanted !== typed),
    isError,
  };
}

/** By each filter that the service has for it. Those that find nothing, or refuse the text, leave the others. */
async function find(client: CdkeyClient, text: string, signal: AbortSignal): Promise<readonly Card[]> {
  const filters = [{ code: text }, { userName: text }, ...(/^\d{1,20}$/.test(text) ? [{ userPhone: text }] : [])];
  const answers = await Promise.allSettled(
    filters.map((filter) => client.list({ ...filter, limit: MOST }, { signal })),
  );
  const failed = answers.find((answer) => answer.status === 'rejected');
  const cards = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value.cards : []));
  if (cards.length === 0 && failed !== undefined) throw failed.reason;
  return [...new Map(cards.map((card) => [card.id, card])).values()];
}

function names({ code, userName, userPhone }: Card, text: string): boolean {
  return [code, userName, userPhone].some((part) => part?.includes(text) === true);
}
