// Very many findings at once, as on the day Security Hub is switched on.
import { aws } from '../api.js';
import { h } from '../dom.js';
import { withBusy } from '../interact.js';
import { store } from '../store.js';
import { t } from '../words.js';

let parts = null;

export const floodTab = {
  reset: () => { parts = null; },
  draw: (reload) => {
    parts ??= build(reload);
    progress();
    return parts.root;
  },
};

function build(reload) {
  const count = h('input', { class: 'field', id: 'flood-count', type: 'number', min: 1, max: 100_000, value: 500, 'data-testid': 'flood-count' });
  const quick = h('div', { class: 'chips' }, [100, 1000, 5000].map((n) => h('button', { class: 'filter-chip', onclick: () => { count.value = n; } }, n.toLocaleString())));
  const account = h('select', { class: 'field', id: 'flood-account', 'data-testid': 'flood-account', disabled: true }, store.aws.accounts.map((a) => h('option', { value: a.account_id }, `${a.name} (${a.account_id})`)));
  const spread = radio('spread', true, () => { account.disabled = true; });
  const one = radio('one', false, () => { account.disabled = false; });
  const start = h('button', { class: 'button button-danger button-large', 'data-testid': 'flood-start' }, t('flood.start'));
  start.addEventListener('click', () => withBusy(start, async () => {
    const channels = one.input.checked ? 'one' : 'spread';
    await aws.flood({ count: Number(count.value), channels, account_id: channels === 'one' ? account.value : undefined });
    await reload();
  }));
  const meter = h('div', { class: 'flood-progress', 'data-testid': 'flood-progress', hidden: true });
  const root = h('div', { class: 'aws-body aws-form' }, h('p', { class: 'lead' }, t('flood.lead')),
    h('div', { class: 'form-field' }, h('label', { for: 'flood-count' }, t('flood.count')), h('div', { class: 'form-row' }, count, quick)),
    h('div', { class: 'form-field', role: 'radiogroup', 'aria-label': t('flood.where') }, h('div', { class: 'input-label' }, t('flood.where')), spread.node, one.node, account),
    start, meter);
  return { root, meter, start };
}

function radio(value, checked, onchange) {
  const input = h('input', { type: 'radio', name: 'flood-where', value, checked, onchange, 'data-testid': `flood-${value}` });
  return { input, node: h('label', { class: 'choice' }, input, h('span', null, t(`flood.${value}`), h('small', null, t(`flood.${value}-text`)))) };
}

function progress() {
  const { flood } = store.aws;
  parts.meter.hidden = !flood?.total;
  if (!flood?.total) return;
  const share = Math.min(100, Math.round(((flood.sent + (flood.failed ?? 0)) / flood.total) * 100));
  parts.meter.dataset.running = String(Boolean(flood.running));
  parts.meter.replaceChildren(
    h('div', { class: 'meter', role: 'progressbar', 'aria-valuenow': share, 'aria-valuemin': 0, 'aria-valuemax': 100 }, h('span', { vars: { '--share': `${share}%` } })),
    h('div', { class: 'meter-text' }, h('strong', null, `${share}%`), h('span', null, t('flood.progress', { sent: flood.sent.toLocaleString(), total: flood.total.toLocaleString() })), flood.failed ? h('span', { class: 'bad' }, t('flood.failed', { count: flood.failed })) : null, flood.running ? h('i', { class: 'spinner' }) : h('span', null, t('flood.done'))));
}
