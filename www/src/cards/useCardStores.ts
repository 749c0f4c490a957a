import { useSyncExternalStore } from 'react';
import type { Session } from '../session/session.ts';
import { useSession } from '../session/useSession.ts';
import { AllCards } from './allCards.ts';
import { Selection } from './selection.ts';

/** By the client, which a session keeps for as long as it lasts: screens come and go, and what was loaded and ticked stays. */
const stores = new WeakMap<object, { readonly all: AllCards; readonly selection: Selection }>();

function storesOf({ client, calls }: Session) {
  let own = stores.get(client);
  if (own === undefined) {
    own = { all: new AllCards(client, calls), selection: new Selection() };
    stores.set(client, own);
  }
  return own;
}

/** All cards of a filter, as far as they are loaded, and the way to load them. */
export function useAllCards() {
  const { all } = storesOf(useSession());
  return { all, state: useSyncExternalStore(all.subscribe, all.state) };
}

/** The cards that are ticked. */
export function useSelection(): Selection {
  const { selection } = storesOf(useSession());
  useSyncExternalStore(selection.subscribe, selection.version);
  return selection;
}
