// Block Kit elements: what can be pressed, chosen or typed into.
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { blockIdOf, fieldOf } from '../forms.js';
import { sendAction } from '../interact.js';
import { t } from '../words.js';
import { textNode } from './confirm.js';
import { picker } from './picker.js';
import { menu } from './popover.js';
import { filePath, plainString, safeUrl } from './text.js';

export { blockIdOf };

// options: { id, inInput, dispatch }: an element of an input block speaks only when the block says dispatch_action.
export function renderElement(element, blockId, ctx, options = {}) {
  const make = MAKERS[element.type] ?? (/_select$/.test(element.type) ? selectElement : unknownElement);
  return make(element, blockId, ctx, options);
}

function changed(element, blockId, ctx, options, node) {
  options.onInput?.();
  if (options.inInput && !options.dispatch) return;
  const value = ctx.form.read(blockId, element);
  sendAction(ctx, blockId, element, { [fieldOf(element.type)]: value }, node);
}

function button(element, blockId, ctx) {
  const classes = ['button', element.style === 'primary' && 'button-primary', element.style === 'danger' && 'button-danger'];
  const label = textNode(element.text);
  const shared = { class: classes, 'data-action-id': element.action_id, 'data-value': element.value, 'aria-label': element.accessibility_label };
  const press = (event) => {
    const node = event.currentTarget;
    if (node.classList.contains('is-busy')) return;
    sendAction(ctx, blockId, element, { text: element.text, value: element.value, style: element.style }, node);
  };
  const url = element.url && safeUrl(element.url);
  if (url) return h('a', { ...shared, href: url, target: '_blank', rel: 'noopener noreferrer', onclick: press }, label);
  return h('button', { ...shared, type: 'button', onclick: press }, label);
}

function overflow(element, blockId, ctx) {
  const node = h('button', { type: 'button', class: 'button button-icon', 'aria-label': t('more'), 'aria-haspopup': 'menu', 'data-action-id': element.action_id }, icon('dots'));
  node.addEventListener('click', () => menu(node, (element.options ?? []).map((option) => ({
    content: h('span', null, textNode(option.text)),
    testid: 'option',
    value: option.value,
    run: () => {
      const url = option.url && safeUrl(option.url);
      if (url) window.open(url, '_blank', 'noopener,noreferrer');
      sendAction(ctx, blockId, element, { selected_option: { text: option.text, value: option.value } }, node);
    },
  }))));
  return node;
}

function selectElement(element, blockId, ctx, options) {
  return picker(element, blockId, ctx, { id: options.id, onChange: (node) => changed(element, blockId, ctx, options, node) });
}

function dateLike(kind) {
  return (element, blockId, ctx, options) => {
    const node = h('input', { id: options.id, type: kind, class: 'field field-date', value: ctx.form.read(blockId, element) ?? '', 'data-action-id': element.action_id, 'aria-label': options.id ? null : plainString(element.placeholder) || t('date') });
    node.addEventListener('change', () => {
      ctx.form.write(blockId, element, node.value || null);
      changed(element, blockId, ctx, options, node);
    });
    return node;
  };
}

function dateTime(element, blockId, ctx, options) {
  const value = ctx.form.read(blockId, element);
  const local = value ? new Date((value - new Date(value * 1000).getTimezoneOffset() * 60) * 1000).toISOString().slice(0, 16) : '';
  const node = h('input', { id: options.id, type: 'datetime-local', class: 'field field-date', value: local, 'data-action-id': element.action_id });
  node.addEventListener('change', () => {
    ctx.form.write(blockId, element, node.value ? Math.floor(new Date(node.value) / 1000) : null);
    changed(element, blockId, ctx, options, node);
  });
  return node;
}

function choices(kind) {
  return (element, blockId, ctx, options) => {
    const name = `${blockId}-${element.action_id}-${Math.random().toString(36).slice(2)}`;
    const group = h('div', { id: options.id, class: 'choices', role: kind === 'radio' ? 'radiogroup' : 'group', 'data-action-id': element.action_id, tabindex: '-1' });
    const value = ctx.form.read(blockId, element);
    const isOn = (option) => (kind === 'radio' ? value?.value === option.value : value.some((v) => v.value === option.value));
    const inputs = (element.options ?? []).map((option) => [option, h('input', { type: kind, name, value: option.value ?? '', checked: isOn(option) })]);
    group.addEventListener('change', () => {
      const on = inputs.filter(([, input]) => input.checked).map(([option]) => option);
      ctx.form.write(blockId, element, kind === 'radio' ? on[0] ?? null : on);
      changed(element, blockId, ctx, options, group);
    });
    for (const [option, input] of inputs) {
      group.append(h('label', { class: 'choice' }, input, h('span', null, textNode(option.text), option.description ? h('small', null, textNode(option.description)) : null)));
    }
    return group;
  };
}

function textInput(type) {
  return (element, blockId, ctx, options) => {
    const shared = {
      id: options.id, class: ['field', element.multiline && 'field-multiline'], value: ctx.form.read(blockId, element) ?? '', placeholder: plainString(element.placeholder),
      maxlength: element.max_length, 'data-action-id': element.action_id, 'aria-label': options.id ? null : plainString(element.placeholder) || element.action_id,
    };
    const node = element.multiline ? h('textarea', { ...shared, rows: 4 }) : h('input', { ...shared, type, step: element.is_decimal_allowed ? 'any' : null, min: element.min_value, max: element.max_value });
    const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
    node.addEventListener('input', () => {
      ctx.form.write(blockId, element, node.value === '' ? null : node.value);
      if (triggers.includes('on_character_entered')) changed(element, blockId, ctx, options, node);
      else options.onInput?.();
    });
    node.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229 || element.multiline) return;
      if (options.dispatch && triggers.includes('on_enter_pressed')) changed(element, blockId, ctx, options, node);
    });
    return node;
  };
}

export function image(element) {
  const url = element.slack_file?.id ? filePath(element.slack_file.id) : safeUrl(element.image_url ?? element.slack_file?.url ?? '') ?? sameOrigin(element.image_url);
  if (!url) return h('span', { class: 'image-missing' }, plainString(element.alt_text));
  return h('img', { src: url, alt: element.alt_text ?? '', loading: 'lazy', referrerpolicy: 'no-referrer' });
}

// The workspace serves uploaded files under a path of its own.
function sameOrigin(path) {
  return typeof path === 'string' && /^\/[^/\\]/.test(path) ? path : null;
}

function unknownElement(element) {
  return h('span', { class: 'unknown-block' }, t('block.unknown', { type: element.type }));
}

const MAKERS = {
  button,
  overflow,
  image: (element) => h('span', { class: 'context-image' }, image(element)),
  workflow_button: button,
  datepicker: dateLike('date'),
  timepicker: dateLike('time'),
  datetimepicker: dateTime,
  radio_buttons: choices('radio'),
  checkboxes: choices('checkbox'),
  plain_text_input: textInput('text'),
  email_text_input: textInput('email'),
  url_text_input: textInput('url'),
  number_input: textInput('number'),
};
