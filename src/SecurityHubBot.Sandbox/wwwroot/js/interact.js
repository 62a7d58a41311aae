// Pressing a button or choosing something: tell the app, show that it is busy, say when it failed.
import { api } from './api.js';
import { store } from './store.js';
import { now } from './time.js';
import { toastError } from './toast.js';
import { t } from './words.js';
import { confirmDialog } from './render/confirm.js';
import { plainString } from './render/text.js';

// ctx: { container: {channel, ts, thread_ts} | {channel, ephemeral_id, thread_ts} | {view_id}, form, blocks }
export async function sendAction(ctx, blockId, element, result, node) {
  if (element.confirm && !(await confirmDialog(element.confirm))) return false;
  const action = { type: element.type, action_id: element.action_id, block_id: blockId, ...result, action_ts: (now() / 1000).toFixed(6) };
  const done = busy(node);
  try {
    await api.act({ user: store.me, ...ctx.container, block_id: blockId, action, state: ctx.form.collect(ctx.blocks) });
    return true;
  } catch (error) {
    error.message = explain(error, element);
    toastError(error);
    return false;
  } finally {
    done();
  }
}

function explain(error, element) {
  if (!error.message) return t('error.network');
  const what = plainString(element.text ?? element.placeholder ?? '') || element.action_id;
  return t('error.action', { what, error: error.message });
}

// Short enough not to be in the way, long enough to be seen.
function busy(node) {
  if (!node) return () => {};
  const since = Date.now();
  node.classList.add('is-busy');
  node.setAttribute('aria-busy', 'true');
  return () => setTimeout(() => {
    node.classList.remove('is-busy');
    node.removeAttribute('aria-busy');
  }, Math.max(0, 350 - (Date.now() - since)));
}

export async function withBusy(node, work) {
  const done = busy(node);
  node.disabled = true;
  try {
    return await work();
  } catch (error) {
    toastError(error);
    return undefined;
  } finally {
    node.disabled = false;
    done();
  }
}
