// Secondary attachments with their bar of colour.
import { h } from '../dom.js';
import { fullTime, dateOf } from '../time.js';
import { renderBlocks } from './blocks.js';
import { image } from './elements.js';
import { mrkdwn } from './mrkdwn.js';
import { plainString, safeUrl } from './text.js';

const NAMED = { good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a' };

function barColor(color) {
  const wanted = NAMED[color] ?? (/^#?[0-9a-f]{6}$/i.test(color ?? '') ? `#${color.replace('#', '')}` : null);
  return wanted ? { '--bar': wanted } : {};
}

export function renderAttachments(attachments, contextFor) {
  return (attachments ?? []).map((attachment) => h('div', { class: 'attachment-outer' },
    attachment.pretext ? h('div', { class: 'attachment-pretext' }, mrkdwn(attachment.pretext)) : null,
    h('div', { class: 'attachment', vars: barColor(attachment.color) },
      h('div', { class: 'attachment-body' }, body(attachment), attachment.blocks ? renderBlocks(attachment.blocks, contextFor(attachment.blocks)) : null))));
}

function body(attachment) {
  const { author_name: author, title, title_link: address, text, fields, image_url: picture, footer, ts } = attachment;
  const url = address && safeUrl(address);
  const empty = !attachment.blocks && !title && !text && !fields && !author && !attachment.pretext;
  return [
    author ? h('div', { class: 'attachment-author' }, plainString(author)) : null,
    title ? h('div', { class: 'attachment-title' }, url ? h('a', { class: 'link', href: url, target: '_blank', rel: 'noopener noreferrer' }, plainString(title)) : plainString(title)) : null,
    text ? h('div', { class: 'section-text' }, mrkdwn(text)) : null,
    fields?.length ? h('div', { class: 'section-fields' }, fields.map((f) => h('div', { class: ['section-field', !f.short && 'is-wide'] }, h('strong', null, plainString(f.title ?? '')), h('div', null, mrkdwn(f.value))))) : null,
    picture ? h('figure', { class: 'block-image' }, image({ image_url: picture, alt_text: title ?? '' })) : null,
    empty && attachment.fallback ? h('div', { class: 'section-text' }, mrkdwn(attachment.fallback)) : null,
    footer || ts ? h('div', { class: 'attachment-footer' }, [footer && plainString(footer), ts && fullTime(dateOf(ts))].filter(Boolean).join(' · ')) : null,
  ];
}
