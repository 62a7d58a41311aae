// What may follow "/", "@", "#" and ":" in a composer.
import { EMOJI, emojiNames } from '../emoji.js';
import { icon } from '../icons.js';
import { store } from '../store.js';
import { avatar } from '../render/avatar.js';

const MOST = 7;

export function suggest(text, caret) {
  const before = text.slice(0, caret);
  return command(text, before) ?? word(before, caret);
}

function command(text, before) {
  if (!text.startsWith('/')) return null;
  const space = before.indexOf(' ');
  if (space < 0) {
    const items = store.commands.filter((c) => c.command.startsWith(before)).map((c) => ({ insert: `${c.command} `, label: `${c.command} ${c.usage_hint ?? ''}`, detail: c.description }));
    return items.length ? { from: 0, to: text.indexOf(' ') < 0 ? text.length : text.indexOf(' ') + 1, items } : null;
  }
  const known = store.commands.find((c) => c.command === before.slice(0, space));
  return known ? { hint: { usage: `${known.command} ${known.usage_hint ?? ''}`, description: known.description } } : null;
}

function word(before, caret) {
  const match = /(^|[\s(（、。])([@#:])([^\s@#:]{0,40})$/u.exec(before);
  if (!match) return null;
  const [, , kind, typed] = match;
  const items = KINDS[kind](typed.toLowerCase()).slice(0, MOST);
  return items.length ? { from: caret - typed.length - 1, to: caret, items } : null;
}

function people(typed) {
  return [...store.people.values()]
    .filter((p) => !p.deleted && `${p.real_name} ${p.name}`.toLowerCase().includes(typed))
    .map((p) => ({ insert: `@${p.real_name || p.name} `, label: p.real_name || p.name, detail: p.title || p.name, glyph: avatar(p, 20) }));
}

function groups(typed) {
  return [...store.groups.values()]
    .filter((g) => `${g.handle} ${g.name}`.toLowerCase().includes(typed))
    .map((g) => ({ insert: `@${g.handle} `, label: `@${g.handle}`, detail: g.name, glyph: icon('people', 18) }));
}

const KINDS = {
  '@': (typed) => [...people(typed), ...groups(typed)],
  '#': (typed) => [...store.channels.values()]
    .filter((c) => !c.is_im && c.name.includes(typed))
    .map((c) => ({ insert: `#${c.name} `, label: `#${c.name}`, detail: c.topic })),
  ':': (typed) => (typed.length < 2 ? [] : emojiNames(typed).map((name) => ({ insert: `${EMOJI.get(name)} `, label: `${EMOJI.get(name)} :${name}:` }))),
};
