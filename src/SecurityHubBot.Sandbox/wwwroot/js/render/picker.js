// Every kind of select: a button that shows the choice and a searchable list to choose from.
import { api } from '../api.js';
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { store } from '../store.js';
import { t } from '../words.js';
import { avatar } from './avatar.js';
import { textNode } from './confirm.js';
import { closePopover, openPopover } from './popover.js';
import { plainString } from './text.js';

export function isMulti(type) {
  return type.startsWith('multi_');
}

const base = (type) => type.replace(/^multi_/, '');
const asOption = (value, text, extra) => ({ value, text: { type: 'plain_text', text, emoji: false }, ...extra });

function personOption(id) {
  const p = store.people.get(id);
  return asOption(id, p?.real_name || p?.name || id, { person: p, sub: p?.title });
}

function channelOption(id) {
  return asOption(id, `#${store.channels.get(id)?.name ?? id}`);
}

// Users and channels are chosen by id, the others by the whole option object.
function toOption(type, chosen) {
  if (base(type) === 'users_select') return personOption(chosen);
  if (/^(channels|conversations)_select$/.test(base(type))) return channelOption(chosen);
  return chosen;
}

function fromOption(type, option) {
  if (/^(users|channels|conversations)_select$/.test(base(type))) return option.value;
  const { text, value, description } = option;
  return description ? { text, value, description } : { text, value };
}

async function groupsFor(element, ctx, blockId, query) {
  switch (base(element.type)) {
    case 'users_select': return [{ options: [...store.people.values()].filter((p) => !p.deleted).map((p) => personOption(p.id)) }];
    case 'channels_select':
    case 'conversations_select': return [{ options: [...store.channels.values()].filter((c) => !c.is_im && !c.is_archived).map((c) => channelOption(c.id)) }];
    case 'external_select': return external(element, ctx, blockId, query);
    default: return element.option_groups ?? [{ options: element.options ?? [] }];
  }
}

async function external(element, ctx, blockId, query) {
  if (query.length < (element.min_query_length ?? 3)) return [{ note: t('select.type', { count: element.min_query_length ?? 3 }), options: [] }];
  const answer = await api.options({ user: store.me, ...ctx.container, block_id: blockId, action_id: element.action_id, value: query });
  return answer.option_groups ?? [{ options: answer.options ?? [] }];
}

export function picker(element, blockId, ctx, { id, onChange }) {
  const multi = isMulti(element.type);
  const chosen = () => {
    const value = ctx.form.read(blockId, element);
    return (multi ? value : value ? [value] : []).map((v) => toOption(element.type, v));
  };
  const label = h('span', { class: 'picker-label' });
  const anchor = h('button', {
    type: 'button', id, class: 'picker', role: 'combobox', 'aria-haspopup': 'listbox', 'aria-expanded': 'false',
    'data-action-id': element.action_id, onclick: () => open(),
  }, label, icon('chevron', 16));
  const show = () => {
    const options = chosen();
    anchor.classList.toggle('is-empty', options.length === 0);
    label.replaceChildren(...(options.length === 0 ? [plainString(element.placeholder) || t('select.choose')]
      : multi ? options.map((o) => h('span', { class: 'chip' }, textNode(o.text))) : [textNode(options[0].text)]));
  };
  const pick = (option) => {
    const value = fromOption(element.type, option);
    if (!multi) {
      ctx.form.write(blockId, element, value);
      closePopover();
      anchor.focus();
    } else {
      const now = ctx.form.read(blockId, element);
      const key = (v) => v?.value ?? v;
      const without = now.filter((v) => key(v) !== option.value);
      if (without.length === now.length && now.length >= (element.max_selected_items ?? 1000)) return;
      ctx.form.write(blockId, element, without.length === now.length ? [...now, value] : without);
    }
    show();
    onChange?.(anchor);
  };
  const open = () => openList(anchor, { element, load: (query) => groupsFor(element, ctx, blockId, query), chosen, pick, multi });
  show();
  return anchor;
}

function openList(anchor, { element, load, chosen, pick, multi }) {
  const isExternal = base(element.type) === 'external_select';
  const list = h('div', { class: 'option-list', role: 'listbox', 'aria-multiselectable': multi ? 'true' : null });
  const search = h('input', { class: 'option-search', type: 'text', placeholder: t('search'), 'aria-label': t('search'), 'data-testid': 'option-search' });
  let asked = 0;
  const fill = async () => {
    const turn = ++asked;
    const query = search.value.trim();
    const groups = await load(query).catch((error) => [{ note: error.message || t('error.network'), options: [] }]);
    if (turn === asked) list.replaceChildren(...optionNodes(groups, isExternal ? '' : query, chosen(), (option) => { pick(option); fill(); }));
  };
  let timer = null;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(fill, isExternal ? 250 : 0);
  });
  const box = h('div', { class: 'options', onkeydown: (event) => keys(event, list) }, search, list);
  if (!openPopover(anchor, box, { width: 260, align: 'stretch', room: 260 })) return;
  fill();
  search.focus();
}

function optionNodes(groups, query, chosen, pick) {
  const selected = new Set(chosen.map((o) => o.value));
  const wanted = query.toLowerCase();
  const nodes = [];
  for (const group of groups) {
    const matching = group.options.filter((o) => plainString(o.text).toLowerCase().includes(wanted));
    if (group.label && matching.length) nodes.push(h('div', { class: 'option-group' }, textNode(group.label)));
    if (group.note) nodes.push(h('div', { class: 'option-note' }, group.note));
    nodes.push(...matching.map((option) => optionNode(option, selected.has(option.value), pick)));
  }
  return nodes.length ? nodes : [h('div', { class: 'option-note' }, t('select.none'))];
}

function optionNode(option, isSelected, pick) {
  return h('button', {
    type: 'button', class: ['option', isSelected && 'is-selected'], role: 'option', 'aria-selected': String(isSelected), 'data-testid': 'option', 'data-value': option.value, onclick: () => pick(option),
  }, option.person ? avatar(option.person, 20) : null,
  h('span', { class: 'option-text' }, textNode(option.text), option.description || option.sub ? h('small', null, option.sub ?? textNode(option.description)) : null),
  isSelected ? icon('check', 16) : null);
}

function keys(event, list) {
  const options = [...list.querySelectorAll('.option')];
  const at = options.indexOf(document.activeElement);
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    options.at((at + (event.key === 'ArrowDown' ? 1 : at < 0 ? 0 : -1)) % options.length)?.focus();
  } else if (event.key === 'Enter' && at < 0) {
    event.preventDefault();
    if (!event.isComposing) options[0]?.click();
  }
}
