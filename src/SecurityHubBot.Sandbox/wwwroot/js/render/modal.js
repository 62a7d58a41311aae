// Modals: the top of the stack is on screen, with its errors, its pending state and the focus inside it.
import { api } from '../api.js';
import { byId, h } from '../dom.js';
import { blockIdOf, isBlank } from '../forms.js';
import { icon } from '../icons.js';
import { on, store } from '../store.js';
import { t } from '../words.js';
import { applySubmission, closeView, formOf } from '../views.js';
import { avatar } from './avatar.js';
import { renderBlocks } from './blocks.js';
import { closePopover } from './popover.js';
import { plain } from './text.js';

let shown = null; // { view, overlay, errors, banner }
let before = null; // where the focus was

export function startModals() {
  on('views', show);
}

function show() {
  const view = store.views.at(-1);
  if (!view) return hide();
  if (shown?.view === view) return undefined;
  closePopover();
  const same = shown?.view.id === view.id;
  const focused = same ? focusedField() : null;
  if (!shown) before = document.activeElement;
  byId('app').inert = true;
  shown = { view, errors: {}, banner: '' };
  draw();
  restoreFocus(focused);
  return undefined;
}

function hide() {
  closePopover();
  byId('modals').replaceChildren();
  byId('app').inert = false;
  if (shown && before?.isConnected) before.focus();
  shown = null;
}

function draw() {
  const { view, errors, banner } = shown;
  const scroll = byId('modals').querySelector('.modal-body')?.scrollTop ?? 0;
  const ctx = { container: { view_id: view.id }, form: formOf(view), blocks: view.blocks, errors };
  const body = h('div', { class: 'modal-body' }, banner ? h('div', { class: 'modal-banner', role: 'alert' }, banner) : null, renderBlocks(view.blocks, ctx));
  const submit = view.submit || view.blocks?.some((b) => b.type === 'input')
    ? h('button', { class: 'button button-primary button-large', 'data-testid': 'modal-submit', onclick: send }, view.submit ? plain(view.submit.text) : t('modal.submit'))
    : null;
  const overlay = h('div', { class: 'overlay', onkeydown: keys },
    h('div', { class: 'modal', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'modal-title', 'data-testid': 'modal', 'data-view-id': view.id, 'data-callback-id': view.callback_id, tabindex: '-1' },
      h('header', { class: 'modal-head' }, avatar(null, 32, true), h('h2', { id: 'modal-title' }, plain(view.title?.text)),
        h('button', { class: 'icon-button', 'aria-label': t('close'), 'data-testid': 'modal-dismiss', onclick: () => close(true) }, icon('close'))),
      body,
      h('footer', { class: 'modal-foot' }, store.views.length > 1 ? h('span', { class: 'modal-depth' }, t('modal.depth', { count: store.views.length })) : null,
        h('button', { class: 'button button-large', 'data-testid': 'modal-close', onclick: () => close() }, view.close ? plain(view.close.text) : t('modal.close')), submit)));
  byId('modals').replaceChildren(overlay);
  body.scrollTop = scroll;
}

function keys(event) {
  if (event.key === 'Escape' && !event.isComposing) {
    event.stopPropagation();
    close();
  } else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
    send();
  } else if (event.key === 'Tab') {
    wrapFocus(event);
  }
}

function wrapFocus(event) {
  const fields = [...event.currentTarget.querySelectorAll('button, a[href], input, textarea')].filter((n) => !n.disabled && n.offsetParent);
  const edge = event.shiftKey ? fields[0] : fields.at(-1);
  if (document.activeElement !== edge && document.activeElement?.getAttribute('role') !== 'dialog') return;
  event.preventDefault();
  (event.shiftKey ? fields.at(-1) : fields[0])?.focus();
}

async function close(all = false) {
  const { view } = shown;
  for (const open of all ? [...store.views] : [view]) closeView(open.id);
  await api.closeView(view.id, store.me, all).catch(() => {}); // it is closed here whatever the server says
}

async function send() {
  if (!shown || shown.pending) return;
  const current = shown;
  const { view } = current;
  current.errors = checkInputs(view);
  if (Object.keys(current.errors).length) return refuse();
  setPending(true);
  try {
    const answer = await api.submitView(view.id, store.me, formOf(view).collect(view.blocks));
    if (answer.result === 'errors') {
      current.errors = answer.errors ?? {};
      current.banner = strayErrors(view, current.errors);
      if (shown === current) refuse();
    } else {
      current.banner = '';
      applySubmission(answer, view.id);
    }
  } catch (error) {
    current.banner = error.message || t('error.network');
    if (shown === current) draw();
  } finally {
    current.pending = false;
    if (shown === current) setPending(false);
  }
}

// An error for a block that is not on screen would otherwise be lost.
function strayErrors(view, errors) {
  const known = new Set(view.blocks.filter((b) => b.type === 'input').map(blockIdOf));
  return Object.entries(errors).filter(([id]) => !known.has(id)).map(([, text]) => text).join(' ');
}

function setPending(pending) {
  shown.pending = pending;
  const modal = byId('modals').querySelector('.modal');
  modal?.classList.toggle('is-pending', pending);
  modal?.querySelector('[data-testid=modal-submit]')?.toggleAttribute('disabled', pending);
}

function refuse() {
  draw();
  const first = byId('modals').querySelector('.has-error [data-action-id]');
  first?.focus();
  first?.scrollIntoView({ block: 'center' });
}

function checkInputs(view) {
  const errors = {};
  for (const [index, block] of view.blocks.entries()) {
    if (block.type !== 'input') continue;
    const id = blockIdOf(block, index);
    const problem = checkInput(block, formOf(view).read(id, block.element));
    if (problem) errors[id] = problem;
  }
  return errors;
}

function checkInput({ element, optional }, value) {
  if (isBlank(value)) return optional ? null : t('modal.required');
  if (element.min_length && value.length < element.min_length) return t('modal.short', { count: element.min_length });
  if (element.type === 'number_input' && !Number.isFinite(Number(value))) return t('modal.number');
  if (element.type === 'url_text_input' && !URL.canParse(value)) return t('modal.url');
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(value)) return t('modal.email');
  return null;
}

function focusedField() {
  const field = document.activeElement?.closest?.('#modals [data-action-id]');
  return field && { id: field.dataset.actionId, start: field.selectionStart, end: field.selectionEnd };
}

function restoreFocus(focused) {
  const modals = byId('modals');
  const wanted = focused && [...modals.querySelectorAll('[data-action-id]')].find((n) => n.dataset.actionId === focused.id);
  const flagged = shown.view.blocks?.find((b) => b.element?.focus_on_load)?.element.action_id;
  const first = wanted ?? [...modals.querySelectorAll('.modal-body [data-action-id]')].find((n) => n.dataset.actionId === flagged)
    ?? modals.querySelector('.block-input input, .block-input textarea, .block-input .picker') ?? modals.querySelector('.modal');
  first?.focus({ preventScroll: !wanted });
  if (wanted && focused.start !== null && focused.start !== undefined && wanted.setSelectionRange && /^(text|url|textarea)?$/.test(wanted.type)) wanted.setSelectionRange(focused.start, focused.end);
}
