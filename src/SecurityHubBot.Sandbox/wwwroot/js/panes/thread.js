// The thread on the right, with a composer of its own.
import { h } from '../dom.js';
import { ephemeralsOf, threadOf } from '../feed.js';
import { icon } from '../icons.js';
import { setRight } from '../navigation.js';
import { channel, isMember, store } from '../store.js';
import { t } from '../words.js';
import { composer } from './composer.js';
import { messageList } from './messageList.js';

const canWrite = (found) => Boolean(found) && !found.is_archived && isMember(found);

let list;
let box;

export function threadPane() {
  const { channel: id, ts } = store.right;
  list ??= messageList('thread', 'thread-messages');
  box ??= composer(() => ({ channel: store.right?.channel, thread_ts: store.right?.ts, placeholder: t('composer.reply') }), 'thread-composer');
  const messages = threadOf(id, ts) ?? [];
  const items = [...messages, ...ephemeralsOf(id, ts)].sort((a, b) => Number.parseFloat(a.ts) - Number.parseFloat(b.ts));
  const count = Math.max(0, messages.length - 1);
  const afterFirst = count ? [h('div', { class: 'reply-divider' }, h('span', null, t(count === 1 ? 'thread.reply' : 'thread.replies', { count })))] : [];
  const node = h('div', { class: 'pane', 'data-testid': 'thread-pane', 'data-ts': ts },
    h('header', { class: 'pane-head' }, h('h2', null, t('thread.title'), h('small', null, channel(id)?.is_im ? store.bot?.name : `#${channel(id)?.name ?? ''}`)),
      h('button', { class: 'icon-button', 'aria-label': t('close'), 'data-testid': 'thread-close', onclick: () => setRight(null) }, icon('close'))));
  return { nodes: [node, list.node, ...(canWrite(channel(id)) ? [box.node] : [])], after: () => { list.update(`${id} ${ts} ${store.me}`, id, items, { afterFirst }); box.retarget(); } };
}
