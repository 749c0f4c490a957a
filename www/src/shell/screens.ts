import type { Endpoint } from 'espai-cdkey';
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { Access } from '../session/access.ts';
import type { texts } from './texts.ts';

/** A screen: where it is, what it needs, and its code, which is loaded when it is first gone to. */
export interface Screen {
  /** Below the `#`; `:id` is a part that varies. */
  readonly path: string;
  /** Its name in the navigation; null where one comes to it from another screen. */
  readonly nav: NavName | null;
  /** What the person must be allowed for it to be offered. */
  readonly needs: readonly Endpoint[];
  /** Whether the backend must have a ledger of moves. */
  readonly needsLedger?: true;
  readonly Component: LazyExoticComponent<ComponentType>;
}

/** The words of the navigation that name a screen. */
export type NavName = Extract<
  keyof (typeof texts)['en']['shell'],
  'overview' | 'cards' | 'transfer' | 'bulk' | 'lookup' | 'operations'
>;

/** All screens, in the order of the navigation. */
export const SCREENS: readonly Screen[] = [
  {
    path: '/overview',
    nav: 'overview',
    needs: ['list'],
    Component: lazy(() => import('../overview/OverviewScreen.tsx').then((all) => ({ default: all.OverviewScreen }))),
  },
  {
    path: '/cards',
    nav: 'cards',
    needs: ['list'],
    Component: lazy(() => import('../cards/CardsScreen.tsx').then((all) => ({ default: all.CardsScreen }))),
  },
  {
    path: '/cards/:id',
    nav: null,
    needs: ['list'],
    Component: lazy(() => import('../cards/CardScreen.tsx').then((all) => ({ default: all.CardScreen }))),
  },
  {
    path: '/transfer',
    nav: 'transfer',
    needs: ['transfer', 'detail'],
    Component: lazy(() => import('../moves/TransferScreen.tsx').then((all) => ({ default: all.TransferScreen }))),
  },
  {
    path: '/bulk',
    nav: 'bulk',
    needs: ['transfer', 'detail'],
    Component: lazy(() => import('../bulk/BulkScreen.tsx').then((all) => ({ default: all.BulkScreen }))),
  },
  {
    path: '/destroy',
    nav: null,
    needs: ['destroy', 'list'],
    Component: lazy(() => import('../destroy/DestroyScreen.tsx').then((all) => ({ default: all.DestroyScreen }))),
  },
  {
    path: '/lookup',
    nav: 'lookup',
    needs: ['detail'],
    Component: lazy(() => import('../cards/LookupScreen.tsx').then((all) => ({ default: all.LookupScreen }))),
  },
  {
    path: '/operations',
    nav: 'operations',
    needs: [],
    needsLedger: true,
    Component: lazy(() =>
      import('../operations/OperationsScreen.tsx').then((all) => ({ default: all.OperationsScreen })),
    ),
  },
  {
    path: '/operations/:key',
    nav: null,
    needs: [],
    needsLedger: true,
    Component: lazy(() =>
      import('../operations/OperationScreen.tsx').then((all) => ({ default: all.OperationScreen })),
    ),
  },
];

/** Whether a person may use a screen. */
export function mayUse({ needs, needsLedger }: Screen, { allow, operations }: Access): boolean {
  return needs.every((need) => allow.includes(need)) && (needsLedger !== true || operations !== null);
}

/** The screen that is shown first: the cards, where one may see them. */
export function homeOf(access: Access): string | null {
  const allowed = SCREENS.filter((screen) => screen.nav !== null && mayUse(screen, access));
  return (allowed.find(({ path }) => path === '/cards') ?? allowed[0])?.path ?? null;
}
