// Messages, threads and ephemerals by channel, and how each live event changes them.
import { api } from './api.js';
import { emit, store } from './store.js';

const channels = new Map(); // id -> { messages, ephemerals }
const threads = new Map(); // "channel ts" -> messages
const dismissed = new Set();
const loading = new Set();

const threadKey = (channel, ts) => `${channel} ${ts}`;
const byTs = (a, b) => Number.parseFloat(a.ts) - Number.parseFloat(b.ts);
const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;
const isShown = (message) => !isReply(message) || message.subtype === 'thread_broadcast';

export function messagesOf(channel) {
  return channels.get(channel)?.messages ?? null;
}

export function ephemeralsOf(channel, threadTs = null) {
  return (channels.get(channel)?.ephemerals ?? [])
    .filter((m) => !dismissed.has(m.ephemeral_id) && (m.thread_ts ?? null) === threadTs);
}

export function threadOf(channel, ts) {
  return threads.get(threadKey(channel, ts)) ?? null;
}

export async function loadChannel(id) {
  const asked = store.me;
  await missingNothing(() => api.messages(id, asked), ({ messages, ephemerals }) => {
    if (asked === store.me) channels.set(id, { messages: messages.toSorted(byTs), ephemerals: ephemerals ?? [] });
  });
  emit('messages', id);
}

export async function loadThread(channel, ts) {
  await missingNothing(() => api.thread(channel, ts), ({ messages }) => threads.set(threadKey(channel, ts), messages.toSorted(byTs)));
  emit('thread', { channel, ts });
}

// What the stream says between the server's answer and its arrival here is applied on top of the answer.
async function missingNothing(load, take) {
  const meanwhile = [];
  loading.add(meanwhile);
  try {
    take(await load());
  } finally {
    loading.delete(meanwhile);
  }
  meanwhile.forEach(apply);
}

export function forgetAll() {
  channels.clear();
  threads.clear();
}

export function dismiss(channel, ephemeralId) {
  dismissed.add(ephemeralId);
  emit('messages', channel);
  emit('thread', { channel });
}

export function applyMessageEvent(event) {
  for (const meanwhile of loading) meanwhile.push(event);
  apply(event);
}

function apply(event) {
  const { type, channel } = event;
  if (type === 'message') arrived(channel, event.message);
  else if (type === 'message_changed') changed(channel, event.message);
  else if (type === 'message_deleted') deleted(channel, event);
  else if (type === 'ephemeral') changeEphemerals(channel, (list) => [...list.filter((m) => m.ephemeral_id !== event.message.ephemeral_id), withThread(event)]);
  else if (type === 'ephemeral_replaced') changeEphemerals(channel, (list) => list.map((m) => (m.ephemeral_id === event.ephemeral_id ? withThread(event) : m)));
  else if (type === 'ephemeral_deleted') changeEphemerals(channel, (list) => list.filter((m) => m.ephemeral_id !== event.ephemeral_id));
}

function withThread(event) {
  const message = { ...event.message };
  message.ephemeral_id ??= event.ephemeral_id;
  message.thread_ts ??= event.thread_ts;
  return message;
}

function arrived(channel, message) {
  if (isReply(message)) {
    put(threads.get(threadKey(channel, message.thread_ts)), message);
    countReply(channel, message);
    emit('thread', { channel, ts: message.thread_ts });
  }
  if (!isShown(message)) return;
  const known = put(channels.get(channel)?.messages, message);
  emit('messages', channel);
  if (!known) emit('arrived', { channel, message });
}

// The root's own change may come before or after its reply: latest_reply tells whether it already counts this one.
function countReply(channel, reply) {
  const root = find(channels.get(channel)?.messages, reply.thread_ts);
  if (!root || Number.parseFloat(root.latest_reply ?? '0') >= Number.parseFloat(reply.ts)) return;
  const users = root.reply_users ?? [];
  const author = reply.user ?? reply.bot_id;
  changed(channel, {
    ...root,
    thread_ts: root.ts,
    reply_count: (root.reply_count ?? 0) + 1,
    latest_reply: reply.ts,
    reply_users: users.includes(author) ? users : [...users, author],
  });
}

function changed(channel, message) {
  const thread = threads.get(threadKey(channel, message.thread_ts ?? message.ts));
  if (thread) put(thread, message);
  if (isShown(message) && find(channels.get(channel)?.messages, message.ts)) put(channels.get(channel).messages, message);
  emit('messages', channel);
  emit('thread', { channel, ts: message.thread_ts ?? message.ts });
}

function deleted(channel, event) {
  const ts = event.message?.ts ?? event.deleted_ts ?? event.ts;
  const root = find(channels.get(channel)?.messages, ts);
  if (event.message?.subtype === 'tombstone' || (root?.reply_count > 0 && !isReply(root))) {
    changed(channel, { ...root, ...event.message, ts, subtype: 'tombstone', text: '', blocks: [], attachments: [] });
    return;
  }
  drop(channels.get(channel)?.messages, ts);
  const parent = event.message?.thread_ts;
  for (const [key, thread] of threads) {
    if (key.startsWith(`${channel} `)) drop(thread, ts);
  }
  emit('messages', channel);
  emit('thread', { channel, ts: parent });
  if (parent && parent !== ts) refreshRoot(channel, parent);
}

async function refreshRoot(channel, ts) {
  try {
    const { messages } = await api.thread(channel, ts);
    const root = messages.find((m) => m.ts === ts);
    if (root) changed(channel, root);
  } catch { /* the next full load shows it */ }
}

function changeEphemerals(channel, change) {
  const entry = channels.get(channel);
  if (entry) entry.ephemerals = change(entry.ephemerals);
  emit('messages', channel);
  emit('thread', { channel });
}

function find(list, ts) {
  return list?.find((m) => m.ts === ts);
}

// True when the message was already there and is only replaced.
function put(list, message) {
  if (!list) return false;
  const index = list.findIndex((m) => m.ts === message.ts);
  if (index >= 0) {
    list[index] = message;
    return true;
  }
  list.push(message);
  if (list.length > 1 && byTs(list.at(-2), message) > 0) list.sort(byTs);
  return false;
}

function drop(list, ts) {
  const index = list?.findIndex((m) => m.ts === ts) ?? -1;
  if (index >= 0) list.splice(index, 1);
}
