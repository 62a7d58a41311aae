// Every resource Security Hub looks at here, and what can happen to it.
import { aws } from '../api.js';
import { h, reconcile } from '../dom.js';
import { icon } from '../icons.js';
import { withBusy } from '../interact.js';
import { store } from '../store.js';
import { ago, fullTime } from '../time.js';
import { controlTitle, t } from '../words.js';

const SHOWN = 120;
const filter = { text: '', status: '', account: '' };
let parts = null;

export const resourcesTab = { draw, reset: () => { parts = null; rows.clear(); } };

const rows = new Map(); // key -> { stamp, node }
const ranks = new Map(); // key -> its place in the list
let top = 0;

function draw(reload) {
  parts ??= build(reload);
  fillAccounts();
  fillRows(reload);
  return parts.root;
}

function build(reload) {
  const search = h('input', { class: 'field', type: 'search', value: filter.text, placeholder: t('aws.search'), 'aria-label': t('aws.search'), 'data-testid': 'aws-search', oninput: () => { filter.text = search.value.toLowerCase(); fillRows(reload); } });
  const account = h('select', { class: 'field', 'aria-label': t('aws.account'), 'data-testid': 'aws-filter-account', onchange: () => { filter.account = account.value; fillRows(reload); } });
  const chips = h('div', { class: 'chips' });
  const list = h('div', { class: 'resources', 'data-testid': 'aws-resources' });
  const root = h('div', { class: 'aws-body' }, h('div', { class: 'aws-filters' }, h('span', { class: 'search-box' }, icon('search', 15), search), account), chips, list);
  return { root, account, chips, list };
}

function fillAccounts() {
  const { account } = parts;
  const { accounts } = store.aws;
  if (account.childElementCount === accounts.length + 1) return;
  account.replaceChildren(h('option', { value: '' }, t('aws.all-accounts')), ...accounts.map((a) => h('option', { value: a.account_id }, `${a.name} (${a.account_id})`)));
  account.value = filter.account;
}

function matches(resource) {
  if (filter.account && resource.account_id !== filter.account) return false;
  return !filter.text || `${resource.control_id} ${resource.resource_id} ${resource.account_name} ${resource.region} ${titleOf(resource)}`.toLowerCase().includes(filter.text);
}

const titleOf = (resource) => controlTitle(store.aws.controls.find((c) => c.control_id === resource.control_id) ?? {});

function fillRows(reload) {
  const found = store.aws.resources.filter(matches);
  const shown = found.filter((r) => !filter.status || r.status === filter.status);
  parts.chips.replaceChildren(...['', 'FAILED', 'PASSED', 'ARCHIVED'].map((status) => h('button', {
    class: ['filter-chip', filter.status === status && 'is-on'], 'aria-pressed': String(filter.status === status), 'data-testid': `aws-filter-${status || 'all'}`, onclick: () => { filter.status = status; fillRows(reload); },
  }, t(`aws.status-${status || 'all'}`), h('b', null, status ? found.filter((r) => r.status === status).length : found.length))));
  rankNewcomers();
  const ordered = shown.toSorted((a, b) => ranks.get(a.key) - ranks.get(b.key));
  const nodes = ordered.slice(0, SHOWN).map((r) => rowOf(r, reload));
  if (ordered.length > SHOWN) nodes.push(h('p', { class: 'muted' }, t('aws.more', { count: ordered.length - SHOWN })));
  if (!nodes.length) nodes.push(h('p', { class: 'muted aws-empty' }, t('aws.nothing')));
  reconcile(parts.list, nodes);
}

// Whoever presses a button sees the same row change: rows keep their place, only new ones go on top.
function rankNewcomers() {
  const isFailed = (r) => r.status === 'FAILED';
  const account = new Map(store.aws.accounts.map((a, index) => [a.account_id, index]));
  const newcomers = store.aws.resources.filter((r) => !ranks.has(r.key))
    .sort((a, b) => isFailed(b) - isFailed(a) || account.get(a.account_id) - account.get(b.account_id) || String(b.updated_at).localeCompare(String(a.updated_at)));
  top -= newcomers.length;
  newcomers.forEach((r, index) => ranks.set(r.key, top + index));
}

export function toTop(key) {
  ranks.set(key, --top);
}

function rowOf(resource, reload) {
  const stamp = `${resource.status} ${resource.updated_at} ${store.generation}`;
  const known = rows.get(resource.key);
  if (known?.stamp === stamp) return known.node;
  const node = row(resource, reload);
  if (known) node.classList.add('has-changed');
  rows.set(resource.key, { stamp, node });
  return node;
}

function row(resource, reload) {
  const severity = String(resource.severity ?? '').toUpperCase();
  const changed = new Date(resource.updated_at);
  return h('article', { class: 'resource', 'data-testid': 'aws-resource', 'data-key': resource.key, 'data-status': resource.status, 'data-control': resource.control_id },
    h('div', { class: 'resource-top' }, h('span', { class: `status status-${resource.status.toLowerCase()}` }, t(`aws.status-${resource.status}`)), h('strong', null, resource.control_id), h('span', { class: `severity severity-${severity.toLowerCase()}` }, severity),
      Number.isNaN(changed.getTime()) ? null : h('time', { title: fullTime(changed) }, ago(changed))),
    h('div', { class: 'resource-title' }, titleOf(resource)),
    h('div', { class: 'resource-id', title: resource.resource_type }, resource.resource_id),
    h('div', { class: 'resource-foot' }, h('span', { class: 'resource-where' }, `${resource.account_name} · ${resource.region}`), h('span', { class: 'resource-buttons' }, buttons(resource, reload))));
}

function buttons(resource, reload) {
  const { key } = resource;
  const button = (name, testid, run, look) => h('button', { class: ['button', 'button-small', look], 'data-testid': testid, 'data-key': key, onclick: (event) => withBusy(event.currentTarget, async () => { await run(); await reload(); }) }, t(name));
  const again = button('aws.resend', 'aws-resend', () => aws.change('resend', key));
  if (resource.status !== 'FAILED') {
    const { account_id, region, control_id, resource_id, resource_type } = resource;
    return [again, button('aws.fail', 'aws-fail', () => aws.fail({ account_id, region, control_id, resource_id, resource_type }))];
  }
  return [button('aws.archive', 'aws-archive', () => aws.change('archive', key)), again, button('aws.fix', 'aws-fix', () => aws.change('fix', key), 'button-primary')];
}
