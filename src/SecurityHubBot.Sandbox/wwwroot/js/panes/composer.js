// Where people write: Enter sends, Shift+Enter breaks the line, an input method's Enter only confirms its word.
import { api } from '../api.js';
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { channel, store } from '../store.js';
import { toast, toastError } from '../toast.js';
import { t } from '../words.js';
import { suggest } from './autocomplete.js';

const drafts = new Map();

// target: () => ({ channel, thread_ts?, placeholder })
export function composer(target, testid) {
  const suggestions = h('div', { class: 'suggestions', role: 'listbox', hidden: true });
  const field = h('textarea', { class: 'composer-field', rows: 1, 'data-testid': testid, 'aria-autocomplete': 'list', autocomplete: 'off', spellcheck: 'false' });
  const button = h('button', { class: 'composer-send', type: 'button', 'data-testid': `${testid}-send`, 'aria-label': t('composer.send'), title: t('composer.send'), onclick: () => send() }, icon('send', 18));
  const hint = h('span', { class: 'composer-hint' });
  const node = h('div', { class: 'composer' }, suggestions, h('div', { class: 'composer-box' }, field, h('div', { class: 'composer-bar' }, hint, button)));
  let key = null;
  let choice = -1;

  function retarget() {
    const { channel: id, thread_ts: thread, placeholder } = target();
    const wanted = `${id} ${thread ?? ''}`;
    if (key !== wanted) {
      key = wanted;
      field.value = drafts.get(key) ?? '';
      resize();
    }
    field.placeholder = placeholder;
    field.setAttribute('aria-label', placeholder);
    hint.textContent = t('composer.hint');
    refresh();
  }

  function resize() {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 220)}px`;
    button.classList.toggle('is-ready', field.value.trim() !== '');
  }

  function refresh() {
    const found = document.activeElement === field ? suggest(field.value, field.selectionStart) : null;
    suggestions.hidden = !found;
    choice = found?.items ? 0 : -1;
    suggestions.replaceChildren(...(found?.items ?? []).map((item, index) => h('button', {
      type: 'button', class: ['suggestion', index === 0 && 'is-chosen'], role: 'option', 'data-testid': 'suggestion', tabindex: '-1',
      onpointerdown: (event) => { event.preventDefault(); insert(found, item); },
    }, h('span', { class: 'suggestion-main' }, item.glyph ?? null, item.label), item.detail ? h('span', { class: 'suggestion-detail' }, item.detail) : null)));
    if (found?.hint) suggestions.append(h('div', { class: 'suggestion-usage' }, h('code', null, found.hint.usage), h('span', null, found.hint.description)));
    suggestions.found = found;
  }

  function insert(found, item) {
    field.setRangeText(item.insert, found.from, found.to, 'end');
    changed();
  }

  function changed() {
    drafts.set(key, field.value);
    resize();
    refresh();
  }

  function onKey(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const items = suggestions.hidden ? [] : suggestions.found?.items ?? [];
    if (items.length && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      choice = (choice + (event.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length;
      [...suggestions.children].forEach((child, index) => child.classList.toggle('is-chosen', index === choice));
    } else if (items.length && (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey))) {
      event.preventDefault();
      insert(suggestions.found, items[choice]);
    } else if (event.key === 'Escape' && !suggestions.hidden) {
      event.stopPropagation();
      suggestions.hidden = true;
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  }

  async function send() {
    const text = field.value.trim();
    if (!text) return;
    const where = target();
    if (text.startsWith('/') && where.thread_ts) return void toast(t('composer.no-thread-command'));
    const sentKey = key;
    const put = (value) => {
      drafts.set(sentKey, value);
      if (key !== sentKey) return;
      field.value = value;
      resize();
      refresh();
    };
    put('');
    node.classList.add('is-busy');
    try {
      if (text.startsWith('/')) await api.command(store.me, where.channel, text);
      else await api.say({ user: store.me, channel: where.channel, text: encode(text), thread_ts: where.thread_ts });
    } catch (error) {
      if (!drafts.get(sentKey)) put(text); // nothing typed is lost
      toastError(error);
    } finally {
      node.classList.remove('is-busy');
    }
    return undefined;
  }

  field.addEventListener('input', changed);
  field.addEventListener('keydown', onKey);
  field.addEventListener('blur', () => { suggestions.hidden = true; });
  field.addEventListener('focus', refresh);
  field.addEventListener('click', refresh);
  return { node, retarget, focus: () => field.focus() };
}

// What Slack's own client does with typed text: entities for the three characters, mentions as ids.
export function encode(text) {
  let out = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  out = out.replace(/&lt;@([UWB]\w+)&gt;/g, (whole, id) => (store.people.has(id) ? `<@${id}>` : whole));
  const names = [...store.people.values()].flatMap((p) => [p.real_name, p.name].filter(Boolean).map((name) => [name, `@${p.id}`]));
  names.push(...[...store.groups.values()].map((g) => [g.handle, `!subteam^${g.id}`]));
  if (store.bot?.name) names.push([store.bot.name, `@${store.bot.user_id}`]);
  for (const [name, mark] of names.sort((a, b) => b[0].length - a[0].length)) {
    out = out.replace(new RegExp(`(^|[^\\p{L}\\p{N}<])@${RegExp.escape?.(name) ?? name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![A-Za-z0-9_])`, 'gu'), (_, lead) => `${lead}<${mark}>`);
  }
  for (const c of store.channels.values()) {
    if (!c.is_im && out.includes(`#${c.name}`)) out = out.replace(new RegExp(`(^|\\s)#${c.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_-])`, 'gu'), (_, lead) => `${lead}<#${c.id}>`);
  }
  return out;
}

export function composerPlaceholder(id) {
  const found = channel(id);
  if (!found) return '';
  return found.is_im ? t('composer.to-bot', { name: store.bot?.name ?? '' }) : t('composer.to', { name: found.name });
}
