// Where the person is: channel or home in the middle, thread or AWS corner on the right, drawer below.
import { api } from './api.js';
import { loadChannel, loadThread, messagesOf, threadOf } from './feed.js';
import { remember } from './dom.js';
import { channel, emit, store } from './store.js';
import { toastError } from './toast.js';

export async function openChannel(id, { keepRight = false } = {}) {
  store.current = { kind: 'channel', id };
  if (!keepRight && store.right?.kind === 'thread') setRight(null);
  markRead(id);
  remember('channel', id);
  location.hash = `#/${id}`;
  emit('current');
  emit('state');
  if (channel(id)?.is_im) api.openHome(store.me, 'messages').catch(() => {}); // the app hears of its messages tab too
  if (!messagesOf(id)) await loadChannel(id).catch(toastError);
}

export function markRead(id) {
  const known = channel(id);
  if (!known?.unread) return;
  known.unread = 0;
  emit('state');
}

export async function openHome() {
  store.current = { kind: 'home' };
  if (store.right?.kind === 'thread') setRight(null);
  location.hash = '#/home';
  emit('current');
  emit('state');
  const before = store.home;
  try {
    const answer = await api.openHome(store.me);
    if (answer.view && store.home === before) { // unless the app published a newer one meanwhile
      store.home = answer.view;
      emit('home');
    }
  } catch { /* a server without home tabs: the friendly empty page stays */ }
}

export function openThread(channelId, ts) {
  setRight({ kind: 'thread', channel: channelId, ts });
  if (!threadOf(channelId, ts)) loadThread(channelId, ts).catch(toastError);
}

export function setRight(right) {
  store.right = right;
  remember('aws', right?.kind === 'aws');
  emit('right');
}

export function toggleAws() {
  setRight(store.right?.kind === 'aws' ? null : { kind: 'aws' });
}

export function toggleDrawer() {
  store.drawer = !store.drawer;
  remember('drawer', store.drawer);
  emit('drawer');
}

// A permalink to a message of this workspace, as chat.getPermalink gives them.
export function permalinkTarget(url) {
  const asked = url.searchParams.get('channel');
  if (asked && url.origin === location.origin && channel(asked)) return { channel: asked, ts: url.searchParams.get('ts'), thread: url.searchParams.get('thread_ts') };
  const match = /\/archives\/([CDG]\w+)(?:\/p(\d{10})(\d{6}))?$/.exec(url.pathname);
  if (!match || !channel(match[1])) return null;
  return { channel: match[1], ts: match[2] && `${match[2]}.${match[3]}`, thread: url.searchParams.get('thread_ts') };
}

export async function goTo({ channel: id, ts, thread }) {
  await openChannel(id);
  if (thread) openThread(id, thread);
  if (ts) emit('jump', { channel: id, ts });
}

export function followLinks(event) {
  const anchor = event.target.closest?.('a[href]');
  if (!anchor || event.defaultPrevented || event.metaKey || event.ctrlKey) return;
  const inside = anchor.dataset.channelLink;
  const target = inside ? channel(inside) && { channel: inside } : permalinkTarget(new URL(anchor.href, location.href));
  if (!target) return;
  event.preventDefault();
  goTo(target);
}
