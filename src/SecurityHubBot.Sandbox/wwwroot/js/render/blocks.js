// Block Kit blocks.
import { h } from '../dom.js';
import { t } from '../words.js';
import { textNode } from './confirm.js';
import { blockIdOf, image, renderElement } from './elements.js';
import { mrkdwn } from './mrkdwn.js';
import { richText } from './richtext.js';
import { plain, plainString } from './text.js';

let nextId = 0;

// ctx: { container, form, blocks, errors? }; errors are by block_id, shown under the input.
export function renderBlocks(blocks, ctx) {
  return h('div', { class: 'blocks' }, (blocks ?? []).map((block, index) => {
    const make = MAKERS[block.type] ?? unknown;
    const node = make(block, blockIdOf(block, index), ctx);
    node.dataset.blockId = blockIdOf(block, index);
    return node;
  }));
}

function header(block) {
  return h('h3', { class: 'block-header' }, plain(block.text?.text, block.text?.emoji !== false));
}

function section(block, blockId, ctx) {
  const body = h('div', { class: 'section-body' });
  if (block.text) body.append(h('div', { class: 'section-text' }, textNode(block.text)));
  if (block.fields?.length) body.append(h('div', { class: 'section-fields' }, block.fields.map((field) => h('div', { class: 'section-field' }, textNode(field)))));
  const side = block.accessory && h('div', { class: block.accessory.type === 'image' ? 'accessory accessory-image' : 'accessory' }, block.accessory.type === 'image' ? image(block.accessory) : renderElement(block.accessory, blockId, ctx));
  return h('div', { class: 'block-section' }, body, side);
}

function context(block) {
  return h('div', { class: 'block-context' }, (block.elements ?? []).map((element) => (element.type === 'image' ? h('span', { class: 'context-image' }, image(element)) : h('span', { class: 'context-text' }, textNode(element)))));
}

function actions(block, blockId, ctx) {
  return h('div', { class: 'block-actions' }, (block.elements ?? []).map((element) => renderElement(element, blockId, ctx)));
}

function imageBlock(block) {
  return h('figure', { class: 'block-image' }, block.title ? h('figcaption', null, textNode(block.title)) : null, image(block));
}

function input(block, blockId, ctx) {
  const id = `input-${++nextId}`;
  const error = h('div', { class: 'input-error', role: 'alert', id: `${id}-error`, 'data-testid': 'input-error' }, ctx.errors?.[blockId] ?? '');
  const group = block.element.type === 'radio_buttons' || block.element.type === 'checkboxes';
  const wrapper = h('div', { class: ['block-input', ctx.errors?.[blockId] && 'has-error'] });
  const clear = () => {
    if (ctx.errors) delete ctx.errors[blockId];
    error.textContent = '';
    wrapper.classList.remove('has-error');
    element.removeAttribute('aria-invalid');
  };
  const element = renderElement(block.element, blockId, ctx, { id, inInput: true, dispatch: block.dispatch_action, onInput: clear });
  const optional = block.optional ? h('span', { class: 'optional' }, ` ${t('modal.optional')}`) : null;
  const label = h(group ? 'div' : 'label', { class: 'input-label', for: group ? null : id, id: `${id}-label` }, textNode(block.label), optional);
  element.setAttribute('aria-describedby', `${id}-error`);
  if (group || element.classList.contains('picker')) element.setAttribute('aria-labelledby', `${id}-label`);
  if (ctx.errors?.[blockId]) element.setAttribute('aria-invalid', 'true');
  wrapper.append(label, element, error);
  if (block.hint) wrapper.append(h('div', { class: 'input-hint' }, textNode(block.hint)));
  return wrapper;
}

function table(block) {
  const cell = (c) => (c?.type === 'rich_text' ? richText(c) : plainString(c?.text ?? ''));
  const [head, ...rows] = block.rows ?? [];
  return h('div', { class: 'block-table' }, h('table', null,
    head ? h('thead', null, h('tr', null, head.map((c) => h('th', null, cell(c))))) : null,
    h('tbody', null, rows.map((row) => h('tr', null, row.map((c) => h('td', null, cell(c))))))));
}

function unknown(block) {
  return h('div', { class: 'unknown-block' }, t('block.unknown', { type: block.type }));
}

const MAKERS = {
  header,
  section,
  context,
  actions,
  input,
  table,
  image: imageBlock,
  divider: () => h('hr', { class: 'block-divider' }),
  rich_text: (block) => richText(block),
  markdown: (block) => h('div', { class: 'section-text' }, mrkdwn(String(block.text ?? '').replace(/\*\*([^*\n]+)\*\*/g, '*$1*').replace(/^#+ (.*)$/gm, '*$1*'))),
};
