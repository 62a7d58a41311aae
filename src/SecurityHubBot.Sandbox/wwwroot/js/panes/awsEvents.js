// Any EventBridge JSON, sent to the bot as it is, and the answer it got; and real samples to start from.
import { aws } from '../api.js';
import { h } from '../dom.js';
import { withBusy } from '../interact.js';
import { store } from '../store.js';
import { t } from '../words.js';

let root = null;

export const eventsTab = {
  reset: () => { root = null; },
  draw: (reload) => (root ??= build(reload)),
};

function build(reload) {
  const editor = h('textarea', { class: 'field json-editor', rows: 14, spellcheck: 'false', 'data-testid': 'event-json', 'aria-label': t('event.json'), placeholder: '{ "detail-type": "Security Hub Findings - Imported", … }' });
  const answer = h('div', { class: 'event-answer', 'aria-live': 'polite', 'data-testid': 'event-answer' });
  const notes = h('div', { class: 'form-note' });
  const sample = h('select', { class: 'field', id: 'sample', 'data-testid': 'sample-select' }, h('option', { value: '' }, t('event.choose')), store.aws.samples.map((s) => h('option', { value: s.name }, s.name)));
  const sendSample = h('button', { class: 'button', 'data-testid': 'sample-send', disabled: true }, t('event.send-sample'));
  const send = h('button', { class: 'button button-primary button-large', 'data-testid': 'event-send' }, t('event.send'));
  const tell = async (work) => {
    answer.replaceChildren(h('i', { class: 'spinner' }));
    const result = await work().catch((error) => ({ error }));
    answer.replaceChildren(...(result.error ? [h('div', { class: 'modal-banner' }, result.error.message || t('error.network'))] : answerNodes(result)));
    await reload();
  };
  sample.addEventListener('change', () => {
    const chosen = store.aws.samples.find((s) => s.name === sample.value);
    notes.textContent = chosen?.notes ?? '';
    sendSample.disabled = !chosen;
    if (chosen) withBusy(sample, async () => { editor.value = pretty(await aws.sample(chosen.name)); });
  });
  sendSample.addEventListener('click', () => withBusy(sendSample, () => tell(() => aws.sendSample(sample.value))));
  send.addEventListener('click', () => withBusy(send, () => tell(() => aws.send(editor.value))));
  return h('div', { class: 'aws-body aws-form' }, h('p', { class: 'lead' }, t('event.lead')),
    h('div', { class: 'form-field' }, h('label', { for: 'sample' }, t('event.sample')), h('div', { class: 'form-row' }, sample, sendSample), notes),
    editor, send, answer);
}

function pretty(value) {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2);
  try { return JSON.stringify(JSON.parse(value), null, 2); } catch { return value; }
}

function answerNodes({ status, body }) {
  const good = status >= 200 && status < 300;
  return [h('div', { class: 'answer-head' }, h('span', { class: ['http-status', good ? 'is-good' : 'is-bad'], 'data-testid': 'event-status' }, status), h('span', null, t(good ? 'event.accepted' : 'event.refused'))),
    body ? h('pre', { class: 'code-block' }, pretty(body)) : null].filter(Boolean);
}
