// One message: whom it is from, what it says, how many answered.
import { api } from '../api.js';
import { append, h } from '../dom.js';
import { EMOJI } from '../emoji.js';
import { dismiss } from '../feed.js';
import { FormState } from '../forms.js';
import { icon } from '../icons.js';
import { openThread } from '../navigation.js';
import { authorOf, person, personName, store } from '../store.js';
import { ago, clock, dateOf, fullTime } from '../time.js';
import { toastError } from '../toast.js';
import { t } from '../words.js';
import { renderAttachments } from './attachments.js';
import { avatar } from './avatar.js';
import { renderBlocks } from './blocks.js';
import { confirmDialog } from './confirm.js';
import { file } from './file.js';
import { mrkdwn } from './mrkdwn.js';

const QUIET = new Set(['channel_join', 'channel_leave', 'channel_topic', 'channel_purpose', 'channel_name', 'channel_archive', 'channel_unarchive', 'bot_add', 'bot_remove']);
const GROUP_SECONDS = 300;

export function continues(previous, message) {
  if (!previous || previous.subtype || message.subtype || previous.reply_count) return false;
  const [a, b] = [authorOf(previous), authorOf(message)];
  return a.id === b.id && a.name === b.name && !a.isApp && Number.parseFloat(message.ts) - Number.parseFloat(previous.ts) < GROUP_SECONDS;
}

// where: 'channel' | 'thread'
export function renderMessage(message, channel, { where = 'channel', grouped = false } = {}) {
  if (message.subtype === 'tombstone') return tombstone(message, channel, where);
  const author = authorOf(message);
  const isEphemeral = Boolean(message.ephemeral_id);
  const isMention = (message.text ?? '').includes(`<@${store.me}>`);
  return h('article', {
    class: ['message', grouped && 'is-grouped', isEphemeral && 'is-ephemeral', QUIET.has(message.subtype) && 'is-quiet', isMention && 'is-mention'],
    'data-testid': isEphemeral ? 'ephemeral' : 'message', 'data-ts': message.ts, 'data-channel': channel, 'data-ephemeral-id': message.ephemeral_id,
  },
  h('div', { class: 'message-gutter' }, grouped ? h('time', { class: 'gutter-time' }, clock(dateOf(message.ts))) : avatar(author.person ?? { id: author.id, real_name: author.name }, 36, author.isApp)),
  h('div', { class: 'message-main' },
    isEphemeral ? h('div', { class: 'only-you' }, icon('eye', 14), t('ephemeral.only'), h('button', { class: 'link-button', 'data-testid': 'ephemeral-dismiss', onclick: () => dismiss(channel, message.ephemeral_id) }, t('ephemeral.dismiss'))) : null,
    message.subtype === 'thread_broadcast' && where === 'channel' ? h('button', { class: 'broadcast-note', 'data-testid': 'thread-open', onclick: () => openThread(channel, message.thread_ts) }, icon('thread', 13), t('thread.broadcast')) : null,
    grouped ? null : heading(message, author),
    content(message, channel),
    reactions(message),
    where === 'channel' && message.subtype !== 'thread_broadcast' ? replyBar(message, channel) : null),
  isEphemeral ? null : toolbar(message, channel, where));
}

function heading(message, author) {
  const date = dateOf(message.ts);
  return h('div', { class: 'message-head' },
    h('span', { class: 'author' }, author.name),
    author.isApp ? h('span', { class: 'app-badge' }, t('app.badge')) : null,
    h('time', { title: fullTime(date), datetime: Number.isNaN(date.getTime()) ? null : date.toISOString() }, Number.isNaN(date.getTime()) ? '' : clock(date)));
}

function content(message, channel) {
  const body = h('div', { class: 'message-body' });
  const form = new FormState();
  const contextFor = (blocks) => ({ container: containerOf(message, channel), form, blocks });
  if (message.blocks?.length) body.append(renderBlocks(message.blocks, contextFor(message.blocks)));
  else if (message.text) body.append(h('div', { class: 'message-text' }, mrkdwn(message.text), message.attachments?.length ? null : edited(message)));
  body.append(...renderAttachments(message.attachments, contextFor));
  if (message.files?.length) body.append(...message.files.map(file));
  if (message.blocks?.length || message.attachments?.length || !message.text) append(body, [edited(message)]);
  return body;
}

function edited(message) {
  return message.edited ? h('span', { class: 'edited', title: fullTime(dateOf(message.edited.ts)) }, ` ${t('message.edited')}`) : null;
}


function containerOf(message, channel) {
  if (message.ephemeral_id) return { channel, ephemeral_id: message.ephemeral_id, thread_ts: message.thread_ts };
  return { channel, ts: message.ts, thread_ts: message.thread_ts };
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return h('div', { class: 'reactions' }, message.reactions.map((r) => h('span', { class: 'reaction', title: (r.users ?? []).map(personName).join(', ') }, EMOJI.get(r.name) ?? `:${r.name}:`, h('b', null, r.count ?? r.users?.length ?? 1))));
}

function replyBar(message, channel) {
  if (!message.reply_count) return null;
  const faces = (message.reply_users ?? []).slice(0, 4).map((id) => avatar(person(id) ?? { id }, 22, person(id)?.is_bot ?? id === store.bot?.bot_id));
  return h('button', { class: 'reply-bar', 'data-testid': 'thread-open', onclick: () => openThread(channel, message.thread_ts ?? message.ts) },
    h('span', { class: 'faces' }, faces),
    h('span', { class: 'reply-count' }, t(message.reply_count === 1 ? 'thread.reply' : 'thread.replies', { count: message.reply_count })),
    message.latest_reply ? h('span', { class: 'reply-when' }, ago(dateOf(message.latest_reply))) : null);
}

function toolbar(message, channel, where) {
  const buttons = [];
  if (where === 'channel' && message.subtype !== 'thread_broadcast') {
    buttons.push(h('button', { class: 'icon-button', title: t('thread.reply-in'), 'aria-label': t('thread.reply-in'), 'data-testid': message.reply_count ? null : 'thread-open', onclick: () => openThread(channel, message.thread_ts ?? message.ts) }, icon('thread')));
  }
  if (message.user === store.me || message.bot_id) { // what a bot wrote, workspace admins may delete; here everybody is one
    buttons.push(h('button', { class: 'icon-button', title: t('message.delete'), 'aria-label': t('message.delete'), 'data-testid': 'message-delete', onclick: () => remove(message, channel) }, icon('trash')));
  }
  return buttons.length ? h('div', { class: 'message-toolbar' }, buttons) : null;
}

async function remove(message, channel) {
  const sure = await confirmDialog({ title: t('message.delete'), text: t('message.delete-ask'), confirm: t('message.delete'), deny: t('cancel'), style: 'danger' });
  if (sure) await api.remove(store.me, channel, message.ts).catch(toastError);
}

function tombstone(message, channel, where) {
  return h('article', { class: 'message is-tombstone', 'data-testid': 'message', 'data-ts': message.ts, 'data-channel': channel },
    h('div', { class: 'message-gutter' }, h('span', { class: 'avatar avatar-gone' }, icon('trash', 16))),
    h('div', { class: 'message-main' }, h('div', { class: 'message-text muted' }, t('message.gone')), where === 'channel' ? replyBar(message, channel) : null));
}
