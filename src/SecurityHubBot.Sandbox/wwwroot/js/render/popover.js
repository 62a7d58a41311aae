// A box beside its anchor, above everything, gone at Escape or at a click elsewhere.
import { byId, h } from '../dom.js';

let current = null;

export function closePopover() {
  if (!current) return;
  const { box, anchor, onClose } = current;
  current = null;
  box.remove();
  anchor.setAttribute('aria-expanded', 'false');
  onClose?.();
}

export function openPopover(anchor, content, { width, align = 'start', room = 0, onClose } = {}) {
  const again = current?.anchor === anchor;
  closePopover();
  if (again) return null;
  const box = h('div', { class: 'popover' }, content);
  byId('popovers').append(box);
  anchor.setAttribute('aria-expanded', 'true');
  current = { box, anchor, onClose };
  place(box, anchor, width, align, room);
  return box;
}

// room: how high the content may become once it is loaded.
function place(box, anchor, width, align, room) {
  const rect = anchor.getBoundingClientRect();
  if (width) box.style.width = `${Math.max(width, align === 'stretch' ? rect.width : 0)}px`;
  const size = box.getBoundingClientRect();
  const below = innerHeight - rect.bottom - 12;
  const up = Math.max(size.height, room) > below && rect.top > below;
  const left = align === 'end' ? rect.right - size.width : rect.left;
  box.style.left = `${Math.max(8, Math.min(left, innerWidth - size.width - 8))}px`;
  if (up) box.style.bottom = `${innerHeight - rect.top + 4}px`;
  else box.style.top = `${rect.bottom + 4}px`;
  box.style.maxHeight = `${Math.max(160, (up ? rect.top : below) - 8)}px`;
}

export function menu(anchor, items, options) {
  const list = h('div', { class: 'menu', role: 'menu' }, items.map((item) => (item === '-' ? h('hr') : h('button', {
    class: ['menu-item', item.danger && 'menu-danger', item.selected && 'is-selected'], role: 'menuitem', disabled: item.disabled, 'data-testid': item.testid, 'data-value': item.value,
    onclick: () => { closePopover(); item.run(); },
  }, item.content ?? item.label))));
  list.addEventListener('keydown', (event) => moveFocus(event, list));
  const box = openPopover(anchor, list, { width: 220, ...options });
  box?.querySelector('.is-selected, button')?.focus();
}

function moveFocus(event, list) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  const items = [...list.querySelectorAll('button:enabled')];
  const at = items.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
  items.at(at % items.length)?.focus();
}

document.addEventListener('pointerdown', (event) => {
  if (current && !current.box.contains(event.target) && !current.anchor.contains(event.target)) closePopover();
}, true);
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !current) return;
  event.stopPropagation();
  const { anchor } = current;
  closePopover();
  anchor.focus();
}, true);
addEventListener('resize', closePopover);
