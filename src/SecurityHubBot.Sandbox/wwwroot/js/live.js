// The stream of server-sent events: reconnects by itself and then loads again what it may have missed.
import { api } from './api.js';
import { applyMessageEvent } from './feed.js';
import { emit, isMember, store } from './store.js';
import { applyViewEvent } from './views.js';
import { takeClock } from './panes/clock.js';

const PATIENCE = 2000;

let source = null;
let retry = null;
let attempts = 0;

// Ends when the stream is open, so that what is loaded afterwards misses nothing; or when it takes too long, and is then made up for.
export function connect(resync) {
  clearTimeout(retry);
  source?.close();
  const mine = source = new EventSource(api.eventsUrl(store.me));
  let late = false;
  return new Promise((resolve) => {
    setTimeout(() => { late = true; resolve(); }, PATIENCE);
    mine.onopen = () => {
      const missed = late || !store.online || attempts > 0;
      attempts = 0;
      setOnline(true);
      if (missed) resync();
      resolve();
    };
    mine.onmessage = ({ data }) => {
      if (mine === source) apply(JSON.parse(data));
    };
    mine.onerror = () => {
      resolve();
      if (mine !== source) return;
      setOnline(false);
      mine.close();
      retry = setTimeout(() => connect(resync), Math.min(10_000, 500 * 2 ** attempts++));
    };
  });
}

function setOnline(online) {
  if (store.online === online) return;
  store.online = online;
  emit('online');
}

function apply(event) {
  switch (event.type) {
    case 'view': applyViewEvent(event); break;
    case 'home': store.home = event.view; emit('home'); break;
    case 'channel': applyChannel(event.channel); break;
    case 'person': applyPerson(event.person); break;
    case 'channel_deleted': store.channels.delete(event.channel); emit('state'); break;
    case 'calls': store.calls.push(event.call); store.calls.splice(0, store.calls.length - 500); emit('calls'); break;
    case 'arriving': store.arriving = event.count; emit('arriving'); break;
    case 'clock': takeClock(event); break;
    case 'flood': emit('flood', event); break;
    default: if (event.channel) applyMessageEvent(event);
  }
}

function applyPerson(changed) {
  store.people.set(changed.id, changed);
  store.generation += 1;
  emit('state');
}

// The stream is the same for everybody: what this person may not see is left out here.
function isVisible(channel) {
  if (channel.is_im) return !channel.user || channel.user === store.me;
  return !channel.is_private || isMember(channel);
}

function applyChannel(changed) {
  if (!isVisible(changed)) {
    if (store.channels.delete(changed.id)) emit('state');
    return;
  }
  const known = store.channels.get(changed.id);
  // Unread is counted per person, here: a channel event may be the same for everybody.
  store.channels.set(changed.id, { ...known, ...changed, unread: known?.unread ?? changed.unread ?? 0 });
  emit('state');
}
