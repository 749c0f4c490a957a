import { apiPath } from '../session/panel.ts';
import type { Session } from '../session/session.ts';

/** Demo cards in the page are gone with it, and so is what was done to them. */
const PAGE = crypto.randomUUID?.() ?? String(Math.random());

/** Whose moves are shown: those of this backend and this person. Another one who signs in sees none of them. */
export function scopeOf({ connection, access, id }: Session): string {
  switch (connection.kind) {
    case 'panel':
      return `panel ${apiPath()} ${access.actor ?? ''}`;
    case 'backend':
      return `backend ${connection.baseUrl}`;
    case 'emulator':
      return `demo ${PAGE} ${id}`;
  }
}
