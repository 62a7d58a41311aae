// Decides what is on the right: nothing, a thread, or the AWS corner.
import { byId, perFrame, reconcile } from '../dom.js';
import { on, store } from '../store.js';
import { awsPane } from './aws.js';
import { threadPane } from './thread.js';

export function startRight() {
  const redraw = perFrame(draw);
  on('right state', redraw);
  on('thread', ({ channel, ts }) => {
    const { right } = store;
    if (right?.kind === 'thread' && right.channel === channel && (!ts || ts === right.ts)) redraw();
  });
}

function draw() {
  const side = byId('right');
  side.hidden = !store.right;
  side.className = store.right ? `right-${store.right.kind}` : '';
  byId('app').dataset.right = store.right?.kind ?? '';
  if (!store.right) return reconcile(side, []);
  if (store.right.kind === 'aws') return reconcile(side, [awsPane()]);
  const { nodes, after } = threadPane();
  reconcile(side, nodes);
  after();
  return undefined;
}
