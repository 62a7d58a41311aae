// A form that makes something fail: account, Region, control, resource.
import { aws } from '../api.js';
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { withBusy } from '../interact.js';
import { store } from '../store.js';
import { toast } from '../toast.js';
import { controlTitle, t } from '../words.js';
import { toTop } from './awsResources.js';

let root = null;
let control = null;

export const failureTab = {
  reset: () => { root = null; },
  draw: (reload) => (root ??= build(reload)),
};

function build(reload) {
  const { accounts } = store.aws;
  const account = h('select', { class: 'field', id: 'fail-account', 'data-testid': 'fail-account' }, accounts.map((a) => h('option', { value: a.account_id }, `${a.name} (${a.account_id}) · ${a.environment ?? ''}`)));
  const region = h('select', { class: 'field', id: 'fail-region', 'data-testid': 'fail-region' });
  const resource = h('input', { class: 'field', id: 'fail-resource', 'data-testid': 'fail-resource', placeholder: 'my-bucket', autocomplete: 'off' });
  const channel = h('div', { class: 'form-note' });
  const regions = () => {
    const chosen = accounts.find((a) => a.account_id === account.value);
    region.replaceChildren(...(chosen?.regions?.length ? chosen.regions : [chosen?.region ?? 'ap-northeast-1']).map((r) => h('option', { value: r }, r)));
    channel.textContent = chosen?.channel ? t('fail.channel', { channel: channelName(chosen.channel) }) : '';
  };
  account.addEventListener('change', regions);
  regions();
  const submit = h('button', { class: 'button button-danger button-large', 'data-testid': 'fail-submit' }, t('fail.submit'));
  submit.addEventListener('click', () => withBusy(submit, async () => {
    const chosen = control ?? store.aws.controls[0]?.control_id;
    const { key } = await aws.fail({ account_id: account.value, region: region.value, control_id: chosen, resource_id: resource.value.trim() || undefined });
    toTop(key);
    toast(t('fail.done', { control: chosen }), 'info');
    resource.value = '';
    await reload();
  }));
  return h('div', { class: 'aws-body aws-form' }, h('p', { class: 'lead' }, t('fail.lead')),
    field('fail-account', t('aws.account'), account, channel), field('fail-region', t('aws.region'), region), controlPicker(),
    field('fail-resource', t('fail.resource'), resource, h('div', { class: 'form-note' }, t('fail.resource-note'))), submit);
}

function channelName(name) {
  return store.channels.get(name)?.name ?? name.replace(/^#/, '');
}

function field(id, label, ...content) {
  return h('div', { class: 'form-field' }, h('label', { for: id }, label), content);
}

function controlPicker() {
  const list = h('div', { class: 'control-list', role: 'radiogroup', 'aria-label': t('aws.control') });
  const search = h('input', { class: 'field', type: 'search', id: 'fail-control', 'data-testid': 'fail-control', placeholder: t('fail.control-search'), autocomplete: 'off' });
  const fill = () => {
    const words = search.value.toLowerCase();
    const found = store.aws.controls.filter((c) => `${c.control_id} ${c.title} ${c.title_ja} ${c.severity}`.toLowerCase().includes(words)).slice(0, 60);
    if (!found.some((c) => c.control_id === control)) control = found[0]?.control_id ?? control;
    list.replaceChildren(...(found.length ? found.map(option) : [h('div', { class: 'option-note' }, t('select.none'))]));
  };
  const option = (c) => h('label', { class: 'control-option', 'data-testid': 'control-option', 'data-control': c.control_id },
    h('input', { type: 'radio', name: 'fail-control-choice', value: c.control_id, checked: c.control_id === control, onchange: () => { control = c.control_id; } }),
    h('strong', null, c.control_id), h('span', { class: 'control-title' }, controlTitle(c)), h('span', { class: `severity severity-${String(c.severity).toLowerCase()}` }, String(c.severity).toUpperCase()));
  search.addEventListener('input', fill);
  fill();
  return field('fail-control', t('aws.control'), h('span', { class: 'search-box' }, icon('search', 15), search), list);
}
