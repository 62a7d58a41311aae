import { byId, h, perFrame, reconcile } from '../dom.js';
import { icon, shield } from '../icons.js';
import { toggleAws, toggleDrawer } from '../navigation.js';
import { on, store } from '../store.js';
import { t } from '../words.js';
import { clockButton, clockNote } from './clock.js';

export function startTopbar() {
  on('state right drawer online arriving', draw);
  on('clock', perFrame(draw));
}

function draw() {
  const toggle = (name, testid, pressed, run, glyph) => h('button', { class: 'top-button', 'data-testid': testid, 'aria-pressed': String(pressed), onclick: run }, icon(glyph), h('span', null, t(name)));
  // The clock stays the same node, so that what it has opened stays open.
  reconcile(byId('topbar'), [
    h('button', { class: 'top-button top-menu', 'aria-label': t('channels'), onclick: () => byId('app').classList.toggle('show-sidebar') }, icon('menu')),
    h('div', { class: 'brand' }, shield(20), h('strong', null, 'SecurityHubBot'), h('span', { class: 'brand-tag' }, t('brand.tag'))),
    h('div', { class: 'top-note' }, note()),
    clockButton(),
    h('div', { class: 'top-buttons' },
      toggle('aws.title', 'aws-toggle', store.right?.kind === 'aws', toggleAws, 'cloud'),
      toggle('dev.title', 'dev-toggle', store.drawer, toggleDrawer, 'code')),
  ]);
}

function note() {
  const moving = (name, text) => h('span', { class: name, role: 'status', 'data-testid': name }, h('i', { class: 'spinner' }), text);
  if (!store.online) return moving('offline', t('offline'));
  if (clockNote()) return moving('advancing', clockNote());
  if (store.arriving) return moving('arriving', t(store.arriving === 1 ? 'arriving.one' : 'arriving', { count: store.arriving }));
  return t('brand.note');
}
