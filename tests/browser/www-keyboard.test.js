/** The panel with the keyboard alone: from the sign-in link to a destroy and to a transfer, with the focus always in sight. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { balances, cards, codeOf, phoneOf, serve, visit } from './www-moves-page.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

/** More stops than any screen of these tests has. */
const MOST_STOPS = 120;

const isFocused = (/** @type {Locator} */ locator) =>
  locator.evaluateAll((nodes) => nodes.some((node) => node === document.activeElement));

/**
 * Goes from stop to stop until the wanted one has the focus; at each, a person must see where they are.
 * @param {Page} page
 * @param {Locator} wanted
 * @param {'Tab' | 'Shift+Tab'} [key]
 */
async function stepTo(page, wanted, key = 'Tab') {
  await wanted.first().waitFor();
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press(key);
    const unseen = await page.evaluate(focusNobodySees);
    assert.equal(unseen, null, 'the focus is seen');
    if (await isFocused(wanted)) return;
  }
  assert.fail(
    `${String(wanted)} was not reached; the focus is on ${await page.evaluate(() => document.activeElement?.outerHTML)}`,
  );
}

/** What has the focus without a sign of it; null where it shows. Runs in the page. */
function focusNobodySees() {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return null;
  // A library draws the ring of a field around it, and that of a hidden input beside it.
  /** @type {(Element | null)[]} */
  const places = [focused, focused.nextElementSibling];
  for (
    let above = focused.parentElement, steps = 0;
    above !== null && steps < 4;
    above = above.parentElement, steps += 1
  ) {
    places.push(above);
  }
  const shows = places.some((place) => {
    if (place === null) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(place);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  });
  const box = focused.getBoundingClientRect();
  const inSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return shows && inSight
    ? null
    : `${focused.outerHTML.slice(0, 300)} at ${Math.round(box.left)}, ${Math.round(box.top)}`;
}

/** Activates it. @param {Page} page @param {Locator} wanted @param {'Enter' | 'Space'} [key] */
async function press(page, wanted, key = 'Enter') {
  await stepTo(page, wanted);
  await page.keyboard.press(key);
}

/** Chooses a card by typing. @param {Page} page @param {string} field @param {string} typed @param {string} code */
async function choose(page, field, typed, code) {
  await stepTo(page, page.getByRole('combobox', { name: field }));
  await page.keyboard.type(typed);
  await page.locator('.ant-select-item-option-active').filter({ hasText: code }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.ant-select').filter({ hasText: code }).first().waitFor();
}

test('from the link to the cards, two ticked, and destroyed', async () => {
  const panel = await serve({ cards: [...cards(2, { api_limit: 0 }), ...cards(5).slice(2)] });
  const { page } = await visit(panel);
  // The first stop leads past the navigation.
  await press(page, page.getByRole('link', { name: 'Skip to the content' }));
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'content');
  for (const at of [0, 1]) {
    await press(page, page.getByRole('checkbox', { name: `Select card ${codeOf(at)}` }), 'Space');
  }
  await page.getByText('2 cards selected').waitFor();
  await stepTo(page, page.getByRole('button', { name: 'Destroy…' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByText('2 of 2 will be destroyed').waitFor();
  await stepTo(page, page.getByLabel('Type the number of cards'));
  await page.keyboard.type('2');
  await press(page, page.getByRole('button', { name: 'Destroy 2 now' }));
  await page.getByText('Destroyed 2, not destroyed 0, unknown 0').waitFor();
  assert.deepEqual([...balances(panel).keys()], [2, 3, 4].map(codeOf));
});

test('a transfer: both cards by typing, seen before, sent and told', async () => {
  const panel = await serve({ cards: cards(4) });
  const { page } = await visit(panel);
  await press(page, page.getByRole('link', { name: 'Transfer', exact: true }));
  await choose(page, 'From', codeOf(0), codeOf(0));
  await choose(page, 'To', phoneOf(1), codeOf(1));
  await stepTo(page, page.getByRole('spinbutton', { name: 'Calls to move' }));
  await page.keyboard.type('7');
  await press(page, page.getByRole('button', { name: 'Preview' }));
  await page.getByText('This will happen').waitFor();
  await press(page, page.getByRole('button', { name: 'Transfer 7 now' }));
  await page.getByText('Transferred', { exact: true }).waitFor();
  assert.equal(balances(panel).get(codeOf(1)), 1_000_007);
  await press(page, page.getByRole('button', { name: 'Another transfer' }));
  await page.getByRole('combobox', { name: 'From' }).waitFor();
});

test('the theme and the language are changed, and a card is opened and left', async () => {
  const panel = await serve({ cards: cards(3) });
  const { page } = await visit(panel);
  await press(page, page.getByRole('button', { name: /^Appearance/ }));
  const dark = page.getByRole('menuitem', { name: 'Dark' });
  await dark.waitFor();
  // The focus goes into the menu by itself.
  await page.waitForFunction(() => document.activeElement?.getAttribute('role')?.startsWith('menuitem') === true);
  for (let steps = 0; steps < 3 && !(await isFocused(dark)); steps += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('html[data-theme="dark"]').waitFor();
  await press(
    page,
    page.getByRole('link', { name: `Open card ${codeOf(1)}` }).or(page.getByRole('link', { name: codeOf(1) })),
  );
  await page.getByRole('heading', { name: `Card ${codeOf(1)}` }).waitFor();
  await press(page, page.getByRole('button', { name: 'All cards' }));
  await page.getByText(codeOf(2)).waitFor();
});
