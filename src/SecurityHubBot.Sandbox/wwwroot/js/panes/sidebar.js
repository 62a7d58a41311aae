// Workspace, channels, the bot, and who one is.
import { byId, h, reconcile } from '../dom.js';
import { icon } from '../icons.js';
import { openChannel, openHome } from '../navigation.js';
import { isMember, me, on, store } from '../store.js';
import { t } from '../words.js';
import { avatar } from '../render/avatar.js';
import { menu } from '../render/popover.js';

let switchTo = null;

export function startSidebar(onSwitch) {
  switchTo = onSwitch;
  on('state current', draw);
}

function draw() {
  const channels = [...store.channels.values()];
  const usual = channels.filter((c) => !c.is_im).sort((a, b) => Number(Boolean(a.is_archived)) - Number(Boolean(b.is_archived)) || a.name.localeCompare(b.name));
  reconcile(byId('sidebar'), [
    h('header', { class: 'workspace' }, h('span', { class: 'workspace-icon', 'aria-hidden': 'true' }, [...(store.team.name || 'S')][0]), h('div', { class: 'workspace-name' }, h('strong', null, store.team.name), h('small', null, store.team.domain))),
    h('div', { class: 'sidebar-scroll' },
      h('h2', null, t('channels')),
      h('ul', null, usual.filter(isMember).map(channelRow)),
      ...others(usual.filter((c) => !isMember(c))),
      h('h2', null, t('apps')),
      h('ul', null, homeRow(), channels.filter((c) => c.is_im).map(dmRow))),
    personSwitch(),
  ]);
}

function others(channels) {
  return channels.length ? [h('h2', null, t('channels.other')), h('ul', null, channels.map(channelRow))] : [];
}

function row(props, isCurrent, unread, ...content) {
  return h('li', null, h('button', { ...props, class: ['channel-row', isCurrent && 'is-current', unread > 0 && 'is-unread', props.class], 'aria-current': isCurrent ? 'page' : null }, content,
    unread > 0 ? h('span', { class: 'badge', 'data-testid': 'unread' }, unread > 99 ? '99+' : unread) : null));
}

function leave(run) {
  return () => {
    byId('app').classList.remove('show-sidebar');
    run();
  };
}

const isCurrent = (id) => store.current?.kind === 'channel' && store.current.id === id;

function channelRow(c) {
  const glyph = c.is_archived ? 'archive' : c.is_private ? 'lock' : 'hash';
  return row({ 'data-testid': `channel-${c.name}`, 'data-channel': c.id, class: c.is_archived && 'is-archived', onclick: leave(() => openChannel(c.id)) }, isCurrent(c.id), isMember(c) ? c.unread : 0, icon(glyph, 16), h('span', { class: 'channel-name' }, c.name));
}

function homeRow() {
  return row({ 'data-testid': 'app-home', onclick: leave(openHome) }, store.current?.kind === 'home', 0, icon('home', 16), h('span', { class: 'channel-name' }, t('home.title')));
}

function dmRow(c) {
  return row({ 'data-testid': `channel-${c.name || 'bot'}`, 'data-channel': c.id, 'data-im': 'true', onclick: leave(() => openChannel(c.id)) }, isCurrent(c.id), c.unread, avatar(null, 18, true), h('span', { class: 'channel-name' }, store.bot?.name ?? c.name), h('span', { class: 'app-badge' }, t('app.badge')));
}

// Kept while it shows the same: whatever is drawn anew between press and release has not been clicked.
let kept = { key: null, anchor: null };

function personSwitch() {
  const mine = me();
  const key = JSON.stringify([store.me, mine]);
  if (kept.key !== key) kept = { key, anchor: drawPersonSwitch(mine) };
  return kept.anchor;
}

function drawPersonSwitch(mine) {
  const anchor = h('button', { class: 'person-switch', 'data-testid': 'person-switch', 'aria-haspopup': 'menu', 'data-person': store.me, title: t('person.switch') },
    avatar(mine, 34), h('span', { class: 'person-text' }, h('small', null, t('person.as')), h('strong', null, mine?.real_name ?? ''), h('small', { class: 'person-title' }, mine?.title ?? '')), icon('chevron', 16));
  anchor.addEventListener('click', () => menu(anchor, people(), { width: 280 }));
  return anchor;
}

function people() {
  return [...store.people.values()].filter((p) => !p.is_bot).map((p) => ({
    testid: `person-${p.id}`,
    selected: p.id === store.me,
    disabled: p.deleted,
    content: h('span', { class: ['person-option', p.deleted && 'is-deleted'] }, avatar(p, 30),
      h('span', { class: 'person-text' }, h('strong', null, p.real_name), h('small', null, [p.title, p.locale?.startsWith('ja') ? '日本語' : 'English', p.deleted && t('person.deleted')].filter(Boolean).join(' · '))),
      p.id === store.me ? icon('check', 16) : null),
    run: () => switchTo(p.id),
  }));
}
