// A file that a message shares: pictures are shown, everything can be downloaded.
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../words.js';
import { filePath } from './text.js';

export function file(shared) {
  const path = filePath(shared.id);
  const name = shared.title || shared.name || shared.id;
  const download = h('a', { class: 'file-card', href: `${path}?download=1`, download: shared.name, 'data-testid': 'file', 'data-file': shared.id, title: t('file.download') },
    h('span', { class: 'file-kind' }, icon('file', 22)),
    h('span', { class: 'file-text' }, h('strong', null, name), h('small', null, [shared.pretty_type, size(shared.size ?? 0)].filter(Boolean).join(' · '))),
    icon('download', 18));
  if (!shared.mimetype?.startsWith('image/')) return download;
  return h('figure', { class: 'file-picture' }, h('img', { src: path, alt: name, loading: 'lazy' }), download);
}

function size(bytes) {
  const units = ['B', 'KB', 'MB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** step;
  return `${step > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[step]}`;
}
