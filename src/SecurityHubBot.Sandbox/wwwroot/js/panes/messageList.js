// A list of messages that keeps what has not changed on screen, stays at the end when it was there, and shows long channels from their end.
import { h, reconcile } from '../dom.js';
import { icon } from '../icons.js';
import { continues, renderMessage } from '../render/message.js';
import { store } from '../store.js';
import { dateOf, dayKey, dayLabel } from '../time.js';
import { t } from '../words.js';

const PAGE = 150;

export function messageList(where, testid) {
  const content = h('div', { class: 'message-items' });
  const jump = h('button', { class: 'jump-down', hidden: true, onclick: () => toEnd() }, t('messages.new'));
  const scroller = h('div', { class: 'message-scroll', 'data-testid': testid, tabindex: '-1' }, content);
  const node = h('div', { class: 'message-list' }, scroller, jump);
  const cache = new Map();
  let shownKey = null;
  let limit = PAGE;
  let last = null;

  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  const toEnd = () => { scroller.scrollTop = scroller.scrollHeight; jump.hidden = true; };
  scroller.addEventListener('scroll', () => { if (atEnd()) jump.hidden = true; });
  const grown = new ResizeObserver(() => { if (stuck) toEnd(); });
  grown.observe(content);
  grown.observe(scroller);
  let stuck = true;
  scroller.addEventListener('scroll', () => { stuck = atEnd(); });

  function update(key, channel, items, { intro = [], afterFirst = [] } = {}) {
    const fresh = key !== shownKey;
    if (fresh) { cache.clear(); limit = PAGE; shownKey = key; stuck = true; }
    const follow = fresh || atEnd();
    last = { key, channel, items, extra: { intro, afterFirst } };
    const shown = items.slice(-limit);
    const nodes = shown.length < items.length ? [earlier(items.length - shown.length)] : [...intro];
    let previous = null;
    for (const message of shown) {
      const newDay = !previous || dayKey(dateOf(previous.ts)) !== dayKey(dateOf(message.ts));
      if (newDay && where === 'channel') nodes.push(divider(message));
      nodes.push(keep(message, channel, !newDay && continues(previous, message), fresh));
      if (!previous) nodes.push(...afterFirst);
      previous = message;
    }
    reconcile(content, nodes);
    forget(new Set(shown.map(idOf)));
    if (follow) toEnd();
    else if (items.at(-1)?.ts !== node.dataset.last) { jump.hidden = false; jump.textContent = t('messages.new'); }
    node.dataset.last = items.at(-1)?.ts ?? '';
  }

  const idOf = (message) => message.ephemeral_id ?? message.ts;

  function keep(message, channel, grouped, fresh) {
    const id = idOf(message);
    const known = cache.get(id);
    if (known && known.grouped === grouped && known.generation === store.generation && same(known.message, message)) {
      known.message = message;
      return known.node;
    }
    const made = renderMessage(message, channel, { where, grouped });
    if (known && known.generation === store.generation && !same(said(known.message), said(message))) made.classList.add('has-changed');
    else if (!known && !fresh) made.classList.add('is-new');
    if (known?.node.contains(document.activeElement)) keepFocus(made, document.activeElement.dataset.actionId);
    cache.set(id, { message, grouped, generation: store.generation, node: made });
    return made;
  }

  function forget(shown) {
    for (const id of cache.keys()) if (!shown.has(id) && !id.startsWith('day ')) cache.delete(id);
  }

  function divider(message) {
    const date = dateOf(message.ts);
    const label = dayLabel(date);
    const id = `day ${dayKey(date)} ${label} ${store.generation}`;
    if (!cache.has(id)) cache.set(id, { node: h('div', { class: 'day-divider', role: 'separator' }, h('span', null, label)) });
    return cache.get(id).node;
  }

  function earlier(count) {
    return h('button', { class: 'button show-earlier', onclick: () => { limit += 500; update(last.key, last.channel, last.items, last.extra); } }, icon('refresh', 14), t('messages.earlier', { count }));
  }

  function jumpTo(ts) {
    const found = cache.get(ts)?.node;
    found?.scrollIntoView({ block: 'center' });
    found?.classList.add('has-changed');
  }

  return { node, update, jumpTo };
}

// A load after a gap brings new objects for what has not changed.
const said = ({ text, blocks, attachments, subtype }) => ({ text, blocks, attachments, subtype });
const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

function keepFocus(made, actionId) {
  if (actionId) queueMicrotask(() => made.querySelector(`[data-action-id="${CSS.escape(actionId)}"]`)?.focus({ preventScroll: true }));
}
