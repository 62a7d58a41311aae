// What the page knows, and who wants to hear when it changes.

export const store = {
  team: { name: '', domain: '' },
  me: null,
  bot: null,
  firstChannel: null,
  clock: null, // the sandbox's clock as the server told it, and how far it is ahead of this computer's
  arriving: 0, // cards on their way to Slack, which takes one per second and channel
  people: new Map(),
  channels: new Map(),
  groups: new Map(),
  commands: [],
  current: null, // { kind: 'channel', id } | { kind: 'home' }
  right: null, // { kind: 'thread', channel, ts } | { kind: 'aws' }
  drawer: false,
  views: [], // the stack of open modals, the last one on top
  home: null,
  calls: [],
  aws: null,
  online: true,
  generation: 0, // goes up when people or language may have changed: what was drawn before is stale
};

const listeners = new Map();

export function on(topics, listener) {
  for (const topic of topics.split(' ')) {
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic).add(listener);
  }
}

export function emit(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

export function takeState(state) {
  store.team = state.team;
  store.me = typeof state.me === 'string' ? state.me : state.me?.id;
  store.bot = state.bot;
  store.firstChannel = state.first_channel;
  store.people = new Map(state.people.map((p) => [p.id, p]));
  store.channels = new Map(state.channels.map((c) => [c.id, c]));
  store.groups = new Map((state.groups ?? []).map((g) => [g.id, g]));
  store.commands = state.commands ?? [];
  store.generation += 1;
  if ('home' in state) store.home = state.home;
  if (state.stack) store.views = state.stack;
  emit('state');
  emit('views');
}

export function me() {
  return store.people.get(store.me);
}

export function person(id) {
  return store.people.get(id);
}

export function channel(id) {
  return store.channels.get(id);
}

export function currentChannel() {
  return store.current?.kind === 'channel' ? store.channels.get(store.current.id) : null;
}

export function isMember(found) {
  return found.is_im || (found.member_ids ?? []).includes(store.me);
}

export function personName(id) {
  const found = store.people.get(id);
  return found?.real_name || found?.name || id;
}

export function botDm() {
  return [...store.channels.values()].find((c) => c.is_im);
}

// Whom a message is from: a person, the bot, or an app under a name of its own.
export function authorOf(message) {
  const found = store.people.get(message.user);
  const isApp = Boolean(message.bot_id) || Boolean(found?.is_bot);
  const name = message.username || found?.real_name || found?.name || (isApp ? store.bot?.name : message.user) || '?';
  return { id: message.user ?? message.bot_id, name, isApp, person: found };
}
