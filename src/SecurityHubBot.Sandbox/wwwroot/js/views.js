// The stack of open modals: what the live stream says and what a submission answers lead to the same stack.
import { emit, store } from './store.js';
import { FormState } from './forms.js';

const forms = new Map(); // view id -> FormState: what was typed survives an update and a pushed view on top

export function formOf(view) {
  if (!forms.has(view.id)) forms.set(view.id, new FormState());
  return forms.get(view.id);
}

export function applyViewEvent({ action, view, stack }) {
  if (stack) setStack(stack);
  else if (action === 'clear') setStack([]);
  else if (view) putView(view);
}

export function applySubmission({ result, view }, submittedId) {
  if (result === 'closed') closeView(submittedId);
  else if (result === 'cleared') setStack([]);
  else if (result === 'updated' || result === 'pushed') {
    if (view) putView(view);
  }
}

export function closeView(id) {
  const index = store.views.findIndex((v) => v.id === id);
  if (index < 0) return;
  setStack(store.views[index].clear_on_close ? [] : store.views.filter((v) => v.id !== id));
}

function putView(view) {
  const index = store.views.findIndex((v) => v.id === view.id);
  setStack(index < 0 ? [...store.views, view] : store.views.with(index, view));
}

function setStack(stack) {
  store.views = stack;
  for (const id of forms.keys()) if (!stack.some((v) => v.id === id)) forms.delete(id);
  emit('views');
}
