// Slack's confirm object, as a small dialog over everything else.
import { byId, h } from '../dom.js';
import { t } from '../words.js';
import { mrkdwn } from './mrkdwn.js';
import { plain } from './text.js';

export function textNode(object) {
  if (!object) return '';
  if (typeof object === 'string') return plain(object);
  return object.type === 'mrkdwn' ? mrkdwn(object.text, { verbatim: object.verbatim }) : plain(object.text, object.emoji !== false);
}

export function confirmDialog(confirm) {
  return new Promise((resolve) => {
    const back = document.activeElement;
    const others = [byId('app'), byId('modals')].map((node) => [node, node.inert]);
    const finish = (answer) => {
      overlay.remove();
      for (const [node, inert] of others) node.inert = inert;
      back?.focus?.();
      resolve(answer);
    };
    const yes = h('button', { class: ['button', confirm.style === 'danger' ? 'button-danger' : 'button-primary'], 'data-testid': 'confirm-ok', onclick: () => finish(true) }, confirm.confirm ? textNode(confirm.confirm) : t('ok'));
    const overlay = h('div', { class: 'overlay overlay-confirm', onkeydown: (e) => { if (e.key === 'Escape') finish(false); } },
      h('div', { class: 'dialog', role: 'alertdialog', 'aria-modal': 'true', 'aria-label': confirm.title?.text ?? '', 'data-testid': 'confirm' },
        h('h2', { class: 'dialog-title' }, textNode(confirm.title)),
        h('div', { class: 'dialog-text' }, textNode(confirm.text)),
        h('div', { class: 'dialog-buttons' },
          h('button', { class: 'button', 'data-testid': 'confirm-cancel', onclick: () => finish(false) }, confirm.deny ? textNode(confirm.deny) : t('cancel')),
          yes)));
    for (const [node] of others) node.inert = true;
    document.body.append(overlay);
    yes.focus();
  });
}
