import { h } from '../dom.js';
import { shield } from '../icons.js';

const PALETTE = ['#5b5fc7', '#0f7b6c', '#b4530a', '#a02f6f', '#2563a8', '#6d7a16', '#8a4fc0', '#a33d3d'];

export function colorOf(person) {
  const given = String(person?.color ?? '').replace(/^#/, '');
  if (/^[0-9a-f]{6}$/i.test(given)) return `#${given}`;
  const sum = [...String(person?.id ?? '')].reduce((total, char) => total + char.codePointAt(0), 0);
  return PALETTE[sum % PALETTE.length];
}

function initialsOf(person) {
  if (person?.initials) return person.initials;
  const name = person?.real_name || person?.name || '?';
  const words = name.split(/\s+/);
  return words.length > 1 && /^[\x20-\x7e]+$/.test(name) ? words[0][0] + words[1][0] : [...name][0];
}

export function avatar(person, size = 36, isApp = person?.is_bot) {
  if (isApp) return h('span', { class: 'avatar avatar-app', vars: { '--size': `${size}px` }, 'aria-hidden': 'true' }, shield(Math.round(size * 0.66)));
  return h('span', { class: 'avatar', vars: { '--size': `${size}px`, '--color': colorOf(person) }, 'aria-hidden': 'true' }, initialsOf(person));
}
