// The middle of the page: a channel with its header, messages and composer, or the bot's home tab.
import { api } from '../api.js';
import { byId, h, perFrame, reconcile } from '../dom.js';
import { ephemeralsOf, messagesOf } from '../feed.js';
import { icon } from '../icons.js';
import { withBusy } from '../interact.js';
import { markRead, openHome, openChannel } from '../navigation.js';
import { currentChannel, emit, isMember, me, on, person, store } from '../store.js';
import { toast, toastError } from '../toast.js';
import { t } from '../words.js';
import { avatar } from '../render/avatar.js';
import { menu } from '../render/popover.js';
import { mrkdwn } from '../render/mrkdwn.js';
import { composer, composerPlaceholder } from './composer.js';
import { homePane } from './home.js';
import { messageList } from './messageList.js';
import { welcome } from './welcome.js';

let list;
let box;

export function startChannel() {
  list = messageList('channel', 'message-list');
  box = composer(() => ({ channel: store.current?.id, placeholder: composerPlaceholder(store.current?.id) }), 'composer');
  const redraw = perFrame(draw);
  on('state current home welcome', redraw);
  on('messages', (id) => { if (id === store.current?.id) redraw(); });
  on('arrived', ({ channel: id, message }) => countUnread(id, message));
  on('jump', ({ ts }) => setTimeout(() => list.jumpTo(ts), 60));
}

// The channel was deleted, or this person may no longer see it.
function leaveGone(main) {
  reconcile(main, []);
  const next = [...store.channels.values()].find((c) => !c.is_archived);
  if (store.current && next) openChannel(next.id);
}

function countUnread(id, message) {
  if (message.user === store.me) return;
  if (id === store.current?.id && !document.hidden) return void seen(id);
  const known = store.channels.get(id);
  if (known) known.unread = (known.unread ?? 0) + 1;
  redrawSidebar();
  return undefined;
}

// The server counts as read what a person has loaded: say so once it has become quiet.
let seenTimer = null;
function seen(id) {
  clearTimeout(seenTimer);
  seenTimer = setTimeout(() => api.messages(id, store.me).catch(() => {}), 1500);
}

const redrawSidebar = perFrame(() => emit('state'));
document.addEventListener('visibilitychange', () => { if (!document.hidden && store.current?.id) markRead(store.current.id); });

function draw() {
  const main = byId('main');
  if (store.current?.kind === 'home') return reconcile(main, [...welcome(), appHeader('home'), homePane()]);
  const here = currentChannel();
  if (!here) return leaveGone(main);
  const messages = messagesOf(here.id);
  reconcile(main, [...welcome(), here.is_im ? appHeader('messages') : channelHeader(here), list.node, ...notice(here), ...(here.is_archived || !isMember(here) ? [] : [box.node])]);
  const items = [...(messages ?? []), ...ephemeralsOf(here.id)].sort((a, b) => Number.parseFloat(a.ts) - Number.parseFloat(b.ts));
  list.update(`${here.id} ${store.me}`, here.id, items, { intro: messages ? [intro(here)] : [h('div', { class: 'loading' }, h('i', { class: 'spinner' }))] });
  box.retarget();
  return undefined;
}

function channelHeader(here) {
  const members = (here.member_ids ?? []).map(person).filter((p) => p && !p.is_bot);
  const dots = h('button', { class: 'icon-button', 'data-testid': 'channel-menu', 'aria-label': t('channel.menu'), 'aria-haspopup': 'menu', onclick: () => menu(dots, menuItems(here), { align: 'end' }) }, icon('dots'));
  return h('header', { class: 'channel-head', 'data-testid': 'channel-header', 'data-channel': here.id },
    h('h1', null, icon(here.is_private ? 'lock' : 'hash', 18), h('span', null, here.name)),
    h('div', { class: 'topic', title: here.topic }, here.topic ? mrkdwn(here.topic) : null),
    h('span', { class: ['bot-state', here.bot_is_member && 'is-in'], 'data-testid': 'bot-state', 'data-member': String(Boolean(here.bot_is_member)) }, avatar(null, 18, true), t(here.bot_is_member ? 'channel.bot-in' : 'channel.bot-out')),
    h('span', { class: 'members', title: members.map((p) => p.real_name).join(', ') }, h('span', { class: 'faces' }, members.slice(0, 3).map((p) => avatar(p, 24))), h('span', null, here.member_ids?.length ?? 0)),
    dots);
}

function menuItems(here) {
  return [
    { label: t(here.bot_is_member ? 'channel.remove-bot' : 'channel.invite-bot', { name: store.bot?.name }), testid: here.bot_is_member ? 'bot-remove' : 'bot-invite', run: () => setBot(here, !here.bot_is_member) },
    '-',
    { label: t(here.is_archived ? 'channel.unarchive' : 'channel.archive'), testid: 'channel-archive', danger: !here.is_archived, run: () => archive(here, !here.is_archived) },
  ];
}

async function setBot(here, member) {
  try {
    await api.setBot(here.id, store.me, member);
    toast(t(member ? 'channel.bot-invited' : 'channel.bot-removed', { channel: here.name }), 'info');
  } catch (error) {
    toastError(error);
  }
}

async function archive(here, archived) {
  await api.archive(here.id, store.me, archived).catch(toastError);
}

function appHeader(tab) {
  const dm = [...store.channels.values()].find((c) => c.is_im);
  const tabButton = (name, run) => h('button', { class: ['tab', tab === name && 'is-current'], role: 'tab', 'aria-selected': String(tab === name), 'data-testid': `app-tab-${name}`, onclick: run }, t(`app.${name}`));
  return h('header', { class: 'channel-head app-head', 'data-testid': 'channel-header' },
    h('h1', null, avatar(null, 28, true), h('span', null, store.bot?.name), h('span', { class: 'app-badge' }, t('app.badge'))),
    h('div', { class: 'tabs', role: 'tablist' }, tabButton('home', openHome), dm ? tabButton('messages', () => openChannel(dm.id)) : null));
}

function notice(here) {
  if (here.is_archived) {
    return [bar('archive', t('channel.is-archived'), t('channel.unarchive'), 'unarchive', () => api.archive(here.id, store.me, false))];
  }
  if (!isMember(here)) return [h('div', { class: 'notice', 'data-testid': 'not-member' }, icon('info', 16), h('span', null, t('channel.not-member', { person: me()?.real_name ?? '' })))];
  if (here.is_im || here.bot_is_member) return [];
  return [bar('info', t('channel.no-bot', { name: store.bot?.name ?? '' }), t('channel.invite'), 'invite-bot', () => api.setBot(here.id, store.me, true))];
}

function bar(glyph, text, label, testid, run) {
  return h('div', { class: 'notice' }, icon(glyph, 16), h('span', null, text), h('button', { class: 'button', 'data-testid': testid, onclick: (event) => withBusy(event.currentTarget, run) }, label));
}

function intro(here) {
  return h('div', { class: 'channel-intro' },
    h('div', { class: 'intro-icon' }, here.is_im ? avatar(null, 48, true) : icon(here.is_private ? 'lock' : 'hash', 26)),
    h('h2', null, here.is_im ? store.bot?.name : here.name),
    h('p', null, here.is_im ? t('intro.dm') : t('intro.channel', { name: here.name })));
}
