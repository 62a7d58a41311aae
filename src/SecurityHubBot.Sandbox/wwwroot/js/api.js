// The only module that talks to the workspace server.
import { t } from './words.js';

export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function request(method, path, body, timeout = 20_000) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(timeout),
    });
  } catch {
    throw new ApiError('', 0);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok || answer.error) throw new ApiError(answer.error ?? t('error.status', { status: response.status }), response.status);
  return answer;
}

const get = (path) => request('GET', path);
const post = (path, body) => request('POST', path, body ?? {});
const seg = encodeURIComponent;

export const api = {
  state: (user) => get(`/ui/state${user ? `?user=${seg(user)}` : ''}`),
  messages: (channel, user) => get(`/ui/channels/${seg(channel)}/messages?user=${seg(user)}`),
  thread: (channel, ts) => get(`/ui/channels/${seg(channel)}/threads/${seg(ts)}`),
  eventsUrl: (user) => `/ui/events?user=${seg(user)}`,
  say: (message) => post('/ui/messages', message),
  remove: (user, channel, ts) => post('/ui/messages/delete', { user, channel, ts }),
  command: (user, channel, text) => post('/ui/commands', { user, channel, text }),
  act: (body) => post('/ui/actions', body),
  submitView: (id, user, state) => post(`/ui/views/${seg(id)}/submit`, { user, state }),
  closeView: (id, user, all) => post(`/ui/views/${seg(id)}/close`, { user, all }),
  openHome: (user, tab = 'home') => post('/ui/home', { user, tab }),
  options: (body) => post('/ui/options', body),
  setBot: (channel, user, member) => post(`/ui/channels/${seg(channel)}/bot`, { user, member }),
  archive: (channel, user, archived) => post(`/ui/channels/${seg(channel)}/archive`, { user, archived }),
  deactivate: (person, deactivated) => post(`/ui/people/${seg(person)}/deactivate`, { deactivated }),
  calls: () => get('/ui/calls'),
  fault: (body) => post('/ui/faults', body),
};

export const clockApi = {
  state: () => get('/clock'),
  advance: (by) => post('/clock/advance', { by }),
  stop: () => post('/clock/stop'),
};

export const aws = {
  state: () => get('/aws/state'),
  fail: (what) => post('/aws/fail', what),
  change: (verb, key) => post(`/aws/${verb}`, { key }),
  send: (json) => post('/aws/events', { json }),
  sample: (name) => get(`/aws/samples/${seg(name)}`),
  sendSample: (name) => post(`/aws/samples/${seg(name)}`),
  flood: (body) => post('/aws/flood', body),
  losing: (on) => post('/aws/losing', { on }),
};
