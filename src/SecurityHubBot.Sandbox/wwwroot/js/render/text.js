// plain_text: emoji names and entities, nothing else.
import { EMOJI } from '../emoji.js';
import { h } from '../dom.js';

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

// One pass, so "&amp;lt;" becomes "&lt;" and never "<".
export function decode(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

export function emojiNode(name) {
  const found = EMOJI.get(name);
  return found ? h('span', { class: 'emoji', role: 'img', 'aria-label': name, title: `:${name}:` }, found) : null;
}

export function plain(text, withEmoji = true) {
  const fragment = document.createDocumentFragment();
  const source = String(text ?? '');
  const parts = withEmoji ? source.split(/(:[a-z0-9_+-]+:)/) : [source];
  for (const part of parts) {
    const emoji = part.length > 2 && part.startsWith(':') ? emojiNode(part.slice(1, -1)) : null;
    if (emoji) fragment.append(emoji);
    else if (part) appendLines(fragment, decode(part));
  }
  return fragment;
}

function appendLines(fragment, text) {
  text.split('\n').forEach((line, index) => {
    if (index > 0) fragment.append(h('br'));
    if (line) fragment.append(line);
  });
}

export function plainString(object) {
  const text = typeof object === 'string' ? object : object?.text ?? '';
  return decode(text).replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI.get(name) ?? whole);
}

// Only addresses that cannot run anything here.
export function safeUrl(address) {
  try {
    const url = new URL(address);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

// The workspace serves uploaded files under a path of its own.
export function filePath(id) {
  return `/files/${encodeURIComponent(id)}`;
}
