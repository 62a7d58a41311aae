// Slack's mrkdwn, as nodes. A line is read from left to right; whatever is not understood stays text.
import { h } from '../dom.js';
import { channel, person, personName, store } from '../store.js';
import { slackDate } from '../time.js';
import { decode, emojiNode, safeUrl } from './text.js';

const STYLES = { '*': 'strong', _: 'em', '~': 's' };
const WORD = /[\p{L}\p{N}]/u;
const BARE_URL = /^https?:\/\/[!#-;=?-_a-{}~]+/;

export function mrkdwn(source, { verbatim = false } = {}) {
  const fragment = document.createDocumentFragment();
  const context = { verbatim };
  String(source ?? '').split(/(```[\s\S]+?```)\n?/).forEach((part) => {
    if (/^```[\s\S]+```$/.test(part)) fragment.append(h('pre', { class: 'code-block' }, literal(part.slice(3, -3).replace(/^\n|\n$/g, ''))));
    else if (part) appendProse(fragment, part, context);
  });
  return fragment;
}

// Inside code the angle brackets still mean links, shown by their label.
function literal(text) {
  return decode(text.replace(/<([^<>\n|]+)(?:\|([^<>\n]*))?>/g, (whole, target, label) => (/^(https?:|mailto:)/.test(target) ? label || target : whole)));
}

function appendProse(fragment, text, context) {
  const lines = text.split('\n');
  let quote = null;
  let needsBreak = false;
  for (let i = 0; i < lines.length; i++) {
    const everything = /^(?:&gt;|>){3} ?/.exec(lines[i]);
    const quoted = everything ?? /^(?:&gt;|>) ?/.exec(lines[i]);
    if (quoted) {
      const inner = everything ? lines.slice(i).join('\n').slice(everything[0].length) : lines[i].slice(quoted[0].length);
      if (quote) quote.append(h('br'));
      else fragment.append(quote = h('blockquote'));
      inner.split('\n').forEach((line, n) => quote.append(...(n ? [h('br')] : []), inline(line, context)));
      needsBreak = false;
      if (everything) return;
      continue;
    }
    quote = null;
    if (needsBreak) fragment.append(h('br'));
    fragment.append(inline(lines[i], context));
    needsBreak = true;
  }
}

function inline(text, context) {
  const out = document.createDocumentFragment();
  let buffer = '';
  const flush = () => { if (buffer) out.append(decode(buffer)); buffer = ''; };
  for (let i = 0; i < text.length;) {
    const token = tokenAt(text, i, context);
    if (token) {
      flush();
      out.append(token.node);
      i += token.length;
    } else {
      buffer += text[i++];
    }
  }
  flush();
  return out;
}

function tokenAt(text, i, context) {
  switch (text[i]) {
    case '<': return angle(text, i);
    case '`': return code(text, i);
    case '*': case '_': case '~': return styled(text, i, context);
    case ':': return shortcode(text, i);
    case 'h': return context.verbatim ? null : bareUrl(text, i);
    default: return null;
  }
}

function angle(text, i) {
  const end = text.slice(i).search(/>/);
  if (end < 2) return null;
  const inner = text.slice(i + 1, i + end);
  if (inner.includes('<')) return null;
  const node = special(inner);
  return node && { node, length: end + 1 };
}

function special(inner) {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : inner.slice(bar + 1);
  if (/^@[UWB]\w+$/.test(target)) return userMention(target.slice(1), label);
  if (/^#[CGD]\w+$/.test(target)) return channelMention(target.slice(1), label);
  if (target.startsWith('!date^')) return dateNode(target, label);
  if (target.startsWith('!subteam^')) return groupMention(target.slice(9), label);
  if (/^!(here|channel|everyone)$/.test(target)) return h('span', { class: 'mention mention-loud' }, `@${target.slice(1)}`);
  if (target.startsWith('!')) return document.createTextNode(decode(label || `<${inner}>`));
  return link(decode(target), label);
}

export function link(address, label) {
  const url = safeUrl(address);
  if (!url) return null;
  const content = label ? inline(label, { verbatim: true }) : address.replace(/^mailto:/, '');
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer', class: 'link' }, content);
}

function userMention(id, label) {
  const known = person(id);
  const mine = id === store.me;
  return h('span', { class: ['mention', mine && 'mention-me'], title: known?.title }, `@${known ? personName(id) : decode(label) || id}`);
}

function groupMention(id, label) {
  const known = store.groups.get(id);
  const mine = known?.member_ids.includes(store.me);
  return h('span', { class: ['mention', mine && 'mention-me'], title: known?.member_ids.map(personName).join(', ') }, `@${known?.handle ?? (decode(label).replace(/^@/, '') || id)}`);
}

function channelMention(id, label) {
  const known = channel(id);
  return h('a', { class: 'mention', href: `#/${id}`, 'data-channel-link': id }, `#${known?.name ?? (decode(label) || id)}`);
}

function dateNode(target, fallback) {
  const [, seconds, pattern = '', address] = target.split('^');
  const text = /^\d+$/.test(seconds) ? slackDate(Number(seconds), decode(pattern)) : null;
  const node = h('time', { title: decode(fallback) }, text ?? decode(fallback));
  const url = address && safeUrl(decode(address));
  return url ? h('a', { href: url, target: '_blank', rel: 'noopener noreferrer', class: 'link' }, node) : node;
}

function code(text, i) {
  const end = text.indexOf('`', i + 1);
  if (end <= i + 1) return null;
  return { node: h('code', null, literal(text.slice(i + 1, end))), length: end - i + 1 };
}

// A mark counts only at the edge of a word, as in Slack: snake_case_names and 2*3*4 stay as they are.
function styled(text, i, context) {
  const mark = text[i];
  if (i > 0 && (WORD.test(before(text, i)) || text[i - 1] === mark)) return null;
  if (!text[i + 1] || /\s/.test(text[i + 1]) || text[i + 1] === mark) return null;
  const end = closing(text, i + 1, mark);
  if (end < 0) return null;
  return { node: h(STYLES[mark], null, inline(text.slice(i + 1, end), context)), length: end - i + 1 };
}

function closing(text, from, mark) {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '<') {
      const end = text.indexOf('>', i);
      if (end > 0) i = end;
    } else if (text[i] === mark && !/\s/.test(text[i - 1]) && !(text[i + 1] && WORD.test(after(text, i)))) {
      return i;
    }
  }
  return -1;
}

const before = (text, i) => [...text.slice(Math.max(0, i - 2), i)].at(-1);
const after = (text, i) => [...text.slice(i + 1, i + 3)][0];

function shortcode(text, i) {
  const match = /^:([a-z0-9_+-]+):(?::skin-tone-\d:)?/.exec(text.slice(i, i + 60));
  const node = match && emojiNode(match[1]);
  return node && { node, length: match[0].length };
}

function bareUrl(text, i) {
  if (i > 0 && WORD.test(before(text, i)) && /[\x21-\x7e]/.test(text[i - 1])) return null;
  const match = BARE_URL.exec(text.slice(i));
  if (!match) return null;
  const address = match[0].replace(/(?:[.,;:!?)\]*_~]|&gt;?|&lt;?)+$/, '');
  const node = link(decode(address), '');
  return node && { node, length: address.length };
}
