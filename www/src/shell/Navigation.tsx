import {
  AuditOutlined,
  BarChartOutlined,
  CreditCardOutlined,
  SearchOutlined,
  SwapOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import { NavLink } from 'react-router';
import { useTexts } from '../i18n/useTexts.ts';
import { useSession } from '../session/useSession.ts';
import { mayUse, type NavName, SCREENS } from './screens.ts';
import { texts } from './texts.ts';

const ICONS: Readonly<Record<NavName, ComponentType<{ 'aria-hidden': true }>>> = {
  overview: BarChartOutlined,
  cards: CreditCardOutlined,
  transfer: SwapOutlined,
  bulk: UnorderedListOutlined,
  lookup: SearchOutlined,
  operations: AuditOutlined,
};

/** The screens that the person may use: at the side, and on a phone at the bottom, where a thumb is. */
export function Navigation() {
  const t = useTexts(texts);
  const { access } = useSession();
  return (
    <nav className="nav" aria-label={t.shell.navigation}>
      <ul>
        {SCREENS.map((screen) => {
          const { path, nav } = screen;
          if (nav === null || !mayUse(screen, access)) return null;
          const Icon = ICONS[nav];
          return (
            <li key={path}>
              <NavLink to={path}>
                <Icon aria-hidden />
                <span>{t.shell[nav]}</span>
              </NavLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
