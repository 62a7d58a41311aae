// The drawer at the bottom: every call between bot, Slack and AWS as it happens, and faults on demand.
import { api } from '../api.js';
import { byId, h, perFrame, reconcile } from '../dom.js';
import { icon } from '../icons.js';
import { withBusy } from '../interact.js';
import { toggleDrawer } from '../navigation.js';
import { on, store } from '../store.js';
import { clockSeconds } from '../time.js';
import { toast, toastError } from '../toast.js';
import { t } from '../words.js';
import { avatar } from '../render/avatar.js';
import { menu } from '../render/popover.js';

const METHODS = ['chat.postMessage', 'chat.update', 'chat.postEphemeral', 'views.open', 'views.update', 'views.publish', 'files.completeUploadExternal', 'conversations.history', 'users.info', 'usergroups.users.list'];
const FAULTS = ['ratelimited', 'http_500', 'timeout', 'answer_lost'];
const SHOWN = 200;

let parts = null;
let generation = -1;
let rows = new WeakMap();

export function startDeveloper() {
  const redraw = perFrame(draw);
  on('calls state', redraw);
  on('drawer', async () => {
    redraw();
    if (store.drawer) await load();
  });
}

async function load() {
  try {
    const { calls } = await api.calls();
    store.calls = calls ?? [];
    draw();
  } catch { /* the live stream fills it anyway */ }
}

function draw() {
  const drawer = byId('drawer');
  drawer.hidden = !store.drawer;
  byId('app').classList.toggle('has-drawer', store.drawer);
  if (!store.drawer) return;
  if (!parts || generation !== store.generation) {
    generation = store.generation;
    rows = new WeakMap();
    parts = build();
    drawer.replaceChildren(...parts.nodes);
  }
  fill();
}

function build() {
  const search = h('input', { class: 'field', type: 'search', placeholder: t('dev.search'), 'aria-label': t('dev.search'), 'data-testid': 'calls-search', oninput: () => fill() });
  const failed = h('input', { type: 'checkbox', onchange: () => fill() });
  const body = h('tbody');
  const head = h('header', { class: 'drawer-head' }, h('h2', null, icon('code', 16), t('dev.title')), search, h('label', { class: 'choice choice-inline' }, failed, t('dev.failed')), h('span', { class: 'grow' }), peopleButton(), chaos(),
    h('button', { class: 'icon-button', 'aria-label': t('close'), onclick: toggleDrawer }, icon('close', 16)));
  const table = h('div', { class: 'calls' }, h('table', { 'data-testid': 'calls' }, h('thead', null, h('tr', null, ['time', 'way', 'name', 'status', 'ms', 'error'].map((name) => h('th', null, t(`dev.${name}`))))), body));
  return { nodes: [head, table], search, failed, body };
}

function fill() {
  const words = parts.search.value.toLowerCase();
  const wanted = store.calls.filter((c) => (!parts.failed.checked || !c.ok) && (!words || `${c.name} ${c.error ?? ''} ${c.status}`.toLowerCase().includes(words)));
  const nodes = wanted.slice(-SHOWN).reverse().map((call) => {
    if (!rows.has(call)) rows.set(call, row(call));
    return rows.get(call);
  });
  reconcile(parts.body, nodes.length ? nodes : [h('tr', null, h('td', { colspan: 6, class: 'muted' }, t('dev.none')))]);
}

function row(call) {
  const at = new Date(call.at);
  return h('tr', { class: call.ok ? null : 'is-bad', 'data-testid': 'call' },
    h('td', { class: 'num' }, Number.isNaN(at.getTime()) ? '' : clockSeconds(at)),
    h('td', null, h('span', { class: `way way-${call.direction === 'in' ? 'in' : 'out'}`, title: t(call.direction === 'in' ? 'dev.in-title' : 'dev.out-title') }, t(call.direction === 'in' ? 'dev.in' : 'dev.out'))),
    h('td', { class: 'call-name' }, call.name),
    h('td', null, h('span', { class: ['http-status', call.ok ? 'is-good' : 'is-bad'] }, call.status)),
    h('td', { class: 'num' }, Math.round(call.ms ?? 0)),
    h('td', { class: 'call-error' }, call.error ?? ''));
}

function peopleButton() {
  const anchor = h('button', { class: 'button button-small', 'data-testid': 'people', 'aria-haspopup': 'menu', onclick: () => menu(anchor, people(), { width: 280, align: 'end' }) }, icon('people', 14), t('people.title'));
  return anchor;
}

// Somebody leaves the company, or comes back: from then on users.info says so.
function people() {
  return [...store.people.values()].filter((p) => !p.is_bot).map((p) => ({
    testid: `deactivate-${p.id}`,
    danger: !p.deleted,
    content: h('span', { class: ['person-option', p.deleted && 'is-deleted'] }, avatar(p, 24), h('span', { class: 'person-text' }, h('strong', null, p.real_name), h('small', null, t(p.deleted ? 'people.activate' : 'people.deactivate')))),
    run: () => deactivate(p),
  }));
}

async function deactivate(p) {
  try {
    await api.deactivate(p.id, !p.deleted);
    toast(t(p.deleted ? 'people.activated' : 'people.deactivated', { name: p.real_name }), 'info');
  } catch (error) {
    toastError(error);
  }
}

function chaos() {
  const count = h('input', { class: 'field', type: 'number', min: 1, max: 1000, value: 1, 'aria-label': t('chaos.count'), 'data-testid': 'chaos-count' });
  const method = h('select', { class: 'field', 'aria-label': t('chaos.method'), 'data-testid': 'chaos-method' }, METHODS.map((m) => h('option', { value: m }, m)));
  const fault = h('select', { class: 'field', 'aria-label': t('chaos.fault'), 'data-testid': 'chaos-fault' }, FAULTS.map((f) => h('option', { value: f }, t(`chaos.${f}`))));
  const send = (body, done) => async () => {
    await api.fault(body());
    toast(t(done, { count: count.value, method: method.value, fault: t(`chaos.${fault.value}`) }), 'info');
  };
  const arm = h('button', { class: 'button button-danger button-small', 'data-testid': 'chaos-arm', onclick: () => withBusy(arm, send(() => ({ method: method.value, fault: fault.value, count: Number(count.value), retry_after: fault.value === 'ratelimited' ? 3 : undefined }), 'chaos.armed')) }, t('chaos.arm'));
  const calm = h('button', { class: 'button button-small', 'data-testid': 'chaos-clear', onclick: () => withBusy(calm, send(() => ({ method: method.value, fault: 'none', count: 0 }), 'chaos.cleared')) }, t('chaos.clear'));
  return h('div', { class: 'chaos', role: 'group', 'aria-label': t('chaos.title') }, h('span', { class: 'chaos-label' }, t('chaos.title')), t('chaos.next'), count, method, '→', fault, arm, calm);
}
