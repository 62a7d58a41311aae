// On the first visit: what this is and what to try, in three steps.
import { h, recall, remember } from '../dom.js';
import { icon } from '../icons.js';
import { setRight } from '../navigation.js';
import { emit, store } from '../store.js';
import { t } from '../words.js';

export function welcome() {
  if (recall('welcomed', false)) return [];
  return [h('section', { class: 'welcome', 'data-testid': 'welcome', 'aria-label': t('welcome.title') },
    h('div', { class: 'welcome-text' }, h('h2', null, t('welcome.title')), h('p', null, t('welcome.text'))),
    h('ol', { class: 'steps' },
      step(1, 'welcome.one', 'welcome.one-text'),
      step(2, 'welcome.two', 'welcome.two-text'),
      step(3, 'welcome.three', 'welcome.three-text', store.right?.kind === 'aws' ? null : h('button', { class: 'link-button', onclick: () => setRight({ kind: 'aws' }) }, t('welcome.open')))),
    h('button', { class: 'icon-button welcome-close', 'aria-label': t('close'), 'data-testid': 'welcome-close', onclick: done }, icon('close', 16)))];
}

function step(number, title, text, action) {
  return h('li', null, h('span', { class: 'step-number', 'aria-hidden': 'true' }, number), h('div', null, h('strong', null, t(title)), h('p', null, t(text), ' ', action)));
}

function done() {
  remember('welcomed', true);
  emit('welcome');
}
