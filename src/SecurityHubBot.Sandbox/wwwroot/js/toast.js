import { append, byId, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './words.js';

export function toast(message, kind = 'error') {
  const box = h('div', { class: `toast toast-${kind}`, 'data-testid': 'toast' });
  append(box, [
    h('span', { class: 'toast-text' }, message),
    h('button', { class: 'icon-button', 'aria-label': t('close'), onclick: () => box.remove() }, icon('close', 14)),
  ]);
  const boxes = byId('toasts');
  boxes.append(box);
  while (boxes.childElementCount > 4) boxes.firstChild.remove();
  setTimeout(() => box.remove(), kind === 'error' ? 9000 : 5000);
}

export function toastError(error) {
  toast(error.message || t('error.network'));
}
