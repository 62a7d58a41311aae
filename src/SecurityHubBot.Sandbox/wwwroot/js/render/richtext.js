// rich_text: already a tree, nothing to parse.
import { h } from '../dom.js';
import { personName } from '../store.js';
import { EMOJI } from '../emoji.js';
import { slackDate } from '../time.js';
import { safeUrl } from './text.js';

const TAGS = [['bold', 'strong'], ['italic', 'em'], ['strike', 's'], ['code', 'code']];

export function richText(block) {
  return h('div', { class: 'block-rich-text' }, (block.elements ?? []).map(part));
}

function part(element) {
  switch (element.type) {
    case 'rich_text_preformatted': return h('pre', { class: 'code-block' }, leaves(element));
    case 'rich_text_quote': return h('blockquote', null, leaves(element));
    case 'rich_text_list': return h(element.style === 'ordered' ? 'ol' : 'ul', { class: 'rich-list' }, (element.elements ?? []).map((item) => h('li', null, leaves(item))));
    default: return h('div', { class: 'rich-section' }, leaves(element));
  }
}

function leaves(element) {
  return (element.elements ?? []).map((leaf) => TAGS.reduce((node, [style, tag]) => (leaf.style?.[style] ? h(tag, null, node) : node), content(leaf)));
}

function content(leaf) {
  switch (leaf.type) {
    case 'text': return h('span', { class: 'pre-line' }, leaf.text);
    case 'emoji': return h('span', { class: 'emoji' }, EMOJI.get(leaf.name) ?? `:${leaf.name}:`);
    case 'user': return h('span', { class: 'mention' }, `@${personName(leaf.user_id)}`);
    case 'usergroup': return h('span', { class: 'mention' }, `@${leaf.usergroup_id}`);
    case 'broadcast': return h('span', { class: 'mention mention-loud' }, `@${leaf.range}`);
    case 'channel': return h('a', { class: 'mention', href: `#/${leaf.channel_id}`, 'data-channel-link': leaf.channel_id }, `#${leaf.channel_id}`);
    case 'date': return h('time', null, slackDate(leaf.timestamp, leaf.format ?? '{date}') ?? leaf.fallback);
    case 'link': {
      const url = safeUrl(leaf.url);
      return url ? h('a', { class: 'link', href: url, target: '_blank', rel: 'noopener noreferrer' }, leaf.text || leaf.url) : leaf.text || leaf.url;
    }
    default: return '';
  }
}
