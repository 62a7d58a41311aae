// The AWS corner: the other end of the story, where resources fail and get fixed.
import { aws } from '../api.js';
import { h, reconcile } from '../dom.js';
import { icon } from '../icons.js';
import { withBusy } from '../interact.js';
import { setRight } from '../navigation.js';
import { on, store } from '../store.js';
import { t } from '../words.js';
import { eventsTab } from './awsEvents.js';
import { failureTab } from './awsFailure.js';
import { floodTab } from './awsFlood.js';
import { resourcesTab } from './awsResources.js';

const TABS = { resources: resourcesTab, failure: failureTab, events: eventsTab, flood: floodTab };

let tab = 'resources';
let root = null;
let drawnFor = null;
let lossy = null;
let problem = '';

export function awsPane() {
  root ??= h('div', { class: 'pane aws' });
  if (drawnFor !== store.generation) {
    drawnFor = store.generation;
    for (const make of Object.values(TABS)) make.reset();
    lossy = null;
  }
  if (!store.aws) reload();
  draw();
  return root;
}

export async function reload() {
  try {
    store.aws = await aws.state();
    problem = '';
  } catch (error) {
    problem = error.message || t('error.network');
  }
  if (root) draw();
}

// The corner has no events of its own: ask again while it is looked at, more often while a flood runs.
export function startAws() {
  let asking = false;
  let last = 0;
  setInterval(async () => {
    const wait = store.aws?.flood?.running ? 700 : 4000;
    if (store.right?.kind !== 'aws' || document.hidden || asking || Date.now() - last < wait) return;
    asking = true;
    await reload();
    asking = false;
    last = Date.now();
  }, 350);
  on('right', () => { if (store.right?.kind === 'aws') reload(); });
  on('flood', (event) => {
    if (!store.aws) return;
    store.aws.flood = event;
    if (store.right?.kind === 'aws') draw();
  });
}

function draw() {
  const buttons = Object.keys(TABS).map((name) => h('button', {
    class: ['tab', tab === name && 'is-current'], role: 'tab', 'aria-selected': String(tab === name), 'data-testid': `aws-tab-${name}`, onclick: () => { tab = name; draw(); },
  }, t(`aws.tab-${name}`)));
  const known = root.querySelector('.aws-tabs');
  const focused = known?.contains(document.activeElement) ? [...known.children].indexOf(document.activeElement) : -1;
  const tabs = h('div', { class: 'tabs aws-tabs', role: 'tablist' }, buttons);
  reconcile(root, [head(), ...losing(), ...undelivered(), tabs, store.aws ? TABS[tab].draw(reload) : waiting()]);
  if (focused >= 0) tabs.children[focused].focus();
}

function head() {
  return h('header', { class: 'aws-head' }, h('span', { class: 'aws-logo' }, icon('cloud', 22)), h('div', null, h('h2', null, t('aws.title')), h('small', null, t('aws.subtitle'))),
    h('button', { class: 'icon-button', 'aria-label': t('close'), onclick: () => setRight(null) }, icon('close')));
}

// Events that the bot has not taken yet, because it is away or refuses them; they are sent again by themselves.
function undelivered() {
  const { waiting: count = 0, last_problem: reason } = store.aws?.delivery ?? {};
  if (!count || !reason || store.aws.flood?.running) return [];
  return [h('div', { class: 'aws-undelivered', role: 'status', 'data-testid': 'aws-undelivered' }, h('i', { class: 'spinner' }), h('span', null, t('aws.undelivered', { count }), h('small', null, reason)))];
}

// Events that nobody ever gets: the bot finds out only when it compares with Security Hub itself.
function losing() {
  if (!store.aws) return [];
  lossy ??= buildLosing();
  const { losing: on, lost = 0 } = store.aws.delivery;
  lossy.box.checked = Boolean(on);
  lossy.root.classList.toggle('is-on', Boolean(on));
  lossy.count.textContent = lost ? t('aws.lost', { count: lost }) : '';
  return [lossy.root];
}

function buildLosing() {
  const box = h('input', { type: 'checkbox', 'data-testid': 'aws-losing', onchange: () => withBusy(box, async () => { await aws.losing(box.checked); await reload(); }) });
  const count = h('b', { 'data-testid': 'aws-lost' });
  return { box, count, root: h('label', { class: 'aws-losing' }, box, h('span', null, t('aws.losing'), ' ', count, h('small', null, t('aws.losing-note')))) };
}

function waiting() {
  return h('div', { class: 'aws-body' }, problem ? h('div', { class: 'modal-banner' }, problem) : h('div', { class: 'loading' }, h('i', { class: 'spinner' })));
}
