// Starts the page: who is looking, what they last looked at, and every pane.
import { api } from './api.js';
import { byId, h, recall, remember } from './dom.js';
import { forgetAll, loadChannel, loadThread } from './feed.js';
import { connect } from './live.js';
import { followLinks, goTo, openChannel, openHome, permalinkTarget, setRight } from './navigation.js';
import { channel, emit, isMember, on, store, takeState } from './store.js';
import { toastError } from './toast.js';
import { language } from './words.js';
import { startAws } from './panes/aws.js';
import { startChannel } from './panes/channel.js';
import { loadClock, startClock } from './panes/clock.js';
import { startDeveloper } from './panes/developer.js';
import { startRight } from './panes/right.js';
import { startSidebar } from './panes/sidebar.js';
import { startTopbar } from './panes/topbar.js';
import { startModals } from './render/modal.js';

async function start() {
  startTopbar();
  startClock();
  startSidebar(become);
  startChannel();
  startRight();
  startModals();
  startAws();
  startDeveloper();
  on('state', title);
  document.addEventListener('click', followLinks);
  addEventListener('hashchange', fromHash);
  await enter(new URLSearchParams(location.search).get('user') ?? recall('user'));
  if (recall('drawer')) { store.drawer = true; emit('drawer'); }
}

// The server may still be starting: keep asking instead of showing an empty page.
async function enter(user) {
  for (let wait = 300; ; wait = Math.min(4000, wait * 2)) {
    try {
      takeState(await api.state(user));
      break;
    } catch (error) {
      if (user && error.status >= 400 && error.status < 500) user = null;
      else byId('main').replaceChildren(h('div', { class: 'loading' }, h('i', { class: 'spinner' })));
      await new Promise((resolve) => { setTimeout(resolve, wait); });
    }
  }
  await connect(resync);
  loadClock();
  const permalink = permalinkTarget(new URL(location.href));
  if (permalink) await goTo(permalink);
  else if (location.hash === '#/home') await openHome();
  else await openChannel(firstChannel());
  if (recall('aws')) setRight({ kind: 'aws' });
}

function firstChannel() {
  const wanted = [location.hash.slice(2), recall('channel')].find((id) => id && channel(id));
  if (wanted) return wanted;
  const all = [...store.channels.values()].filter((c) => !c.is_im && !c.is_archived && isMember(c));
  if (all.some((c) => c.id === store.firstChannel)) return store.firstChannel;
  return (all.find((c) => c.unread > 0) ?? all.find((c) => c.bot_is_member) ?? all[0] ?? [...store.channels.values()][0])?.id;
}

async function become(user) {
  if (user === store.me) return;
  try {
    const state = await api.state(user);
    forgetAll();
    store.views = [];
    store.home = null;
    takeState(state);
    remember('user', user);
    byId('toasts').replaceChildren();
    await connect(resync);
    if (store.current?.kind === 'home') await openHome();
    else await openChannel(channel(store.current?.id) && !channel(store.current.id).is_im ? store.current.id : firstChannel(), { keepRight: store.right?.kind === 'aws' });
  } catch (error) {
    toastError(error);
  }
}

// After a gap in the stream: everything on screen again, everything else on demand.
async function resync() {
  try {
    forgetAll();
    store.arriving = 0;
    takeState(await api.state(store.me));
    store.clock = null; // it may be another sandbox's by now
    loadClock();
    if (store.current?.kind === 'channel') await loadChannel(store.current.id);
    if (store.right?.kind === 'thread') await loadThread(store.right.channel, store.right.ts);
  } catch { /* the stream will fail too and try again */ }
}

function fromHash() {
  const id = location.hash.slice(2);
  if (id === 'home' && store.current?.kind !== 'home') openHome();
  else if (channel(id) && store.current?.id !== id) openChannel(id);
}

function title() {
  const unread = [...store.channels.values()].filter(isMember).reduce((sum, c) => sum + (c.unread ?? 0), 0);
  document.title = `${unread ? `(${unread}) ` : ''}SecurityHubBot Sandbox`;
  document.documentElement.lang = language();
}

start();
