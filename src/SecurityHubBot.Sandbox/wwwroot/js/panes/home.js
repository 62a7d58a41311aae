// The bot's App Home tab.
import { h } from '../dom.js';
import { FormState } from '../forms.js';
import { shield } from '../icons.js';
import { renderBlocks } from '../render/blocks.js';
import { store } from '../store.js';
import { t } from '../words.js';

let drawn = null; // { view, generation, node }

export function homePane() {
  const view = store.home;
  if (drawn?.view === view && drawn.generation === store.generation) return drawn.node;
  const node = h('div', { class: 'home-pane', 'data-testid': 'home' }, view?.blocks?.length ? filled(view) : empty());
  drawn = { view, generation: store.generation, node };
  return node;
}

function filled(view) {
  const ctx = { container: { view_id: view.id }, form: new FormState(), blocks: view.blocks };
  return h('div', { class: 'home-view' }, renderBlocks(view.blocks, ctx));
}

function empty() {
  return h('div', { class: 'home-empty' }, h('div', { class: 'home-shield' }, shield(56)), h('h2', null, t('home.empty-title')), h('p', null, t('home.empty', { name: store.bot?.name ?? 'SecurityHubBot' })));
}
