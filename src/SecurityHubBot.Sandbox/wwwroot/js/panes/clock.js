// The sandbox's clock: what time it is for the bot, for Slack and for Security Hub, and buttons that put it forward.
import { clockApi } from '../api.js';
import { h, perFrame } from '../dom.js';
import { icon } from '../icons.js';
import { emit, on, store } from '../store.js';
import { clockTime, dayKey, now } from '../time.js';
import { toast, toastError } from '../toast.js';
import { t } from '../words.js';
import { openPopover } from '../render/popover.js';

const LEAPS = ['hour', 'day', 'week', 'month'];

const label = h('span');
const button = h('button', { class: 'top-button', 'data-testid': 'clock', 'aria-haspopup': 'dialog', onclick: open }, icon('clock'), label);
let panel = null;
let asked = false; // between a click and the server's answer

export function clockButton() {
  return button;
}

export function startClock() {
  const redraw = perFrame(draw);
  on('clock state', redraw);
  setInterval(redraw, 1000);
}

// The bot may still be starting: the clock comes when it does.
export async function loadClock() {
  try {
    takeClock(await clockApi.state());
  } catch (error) {
    if (error.status === 503) setTimeout(loadClock, 1000);
  }
}

export function takeClock(state) {
  const day = dayKey(now());
  const before = store.clock;
  if (before && state.now < before.now) return; // an answer that what happened afterwards has overtaken
  store.clock = { ...state, ahead: new Date(state.now) - Date.now() };
  if (before?.going && !state.going) ended(state);
  if (dayKey(now()) !== day) emit('messages', store.current?.id); // what was today is yesterday
  emit('clock');
}

function ended(state) {
  if (state.broke_off) toast(t('clock.broke-off'));
  else if (state.failed_jobs.length) toast(t('clock.failed', { jobs: state.failed_jobs.join(', ') }));
  else toast(t('clock.reached', { time: clockTime(now(), true) }), 'info');
}

function open() {
  panel = build();
  draw();
  if (!openPopover(button, panel.root, { width: 340, align: 'end', onClose: () => { panel = null; } })) panel = null;
}

// Built once: what somebody is about to press must not be exchanged under their finger while time runs.
function build() {
  const parts = {
    time: h('strong', { class: 'clock-now', 'data-testid': 'clock-now' }),
    zone: h('small'),
    leaps: LEAPS.map((by) => h('button', { class: 'button', 'data-testid': `clock-${by}`, onclick: () => ask(() => clockApi.advance(by)) }, t(`clock.${by}`))),
    share: h('span'),
    target: h('p', { class: 'muted' }),
    stop: h('button', { class: 'button', 'data-testid': 'clock-stop', onclick: () => ask(clockApi.stop) }, t('clock.stop')),
    failed: h('p', { class: 'bad', 'data-testid': 'clock-failed' }),
  };
  parts.meter = h('div', { class: 'meter', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100, 'data-testid': 'clock-progress' }, parts.share);
  parts.rest = h('div', { class: 'clock-rest' }, h('div', { class: 'clock-buttons' }, parts.leaps), h('p', { class: 'muted' }, t('clock.note')));
  parts.going = h('div', { class: 'clock-rest' }, parts.meter, parts.target, parts.stop);
  parts.root = h('div', { class: 'clock-panel', role: 'dialog', 'aria-label': t('clock.title'), 'data-testid': 'clock-panel' }, parts.time, parts.zone, parts.rest, parts.going, parts.failed);
  return parts;
}

function draw() {
  button.title = t('clock.title');
  button.hidden = !store.clock;
  if (!store.clock) return;
  label.textContent = clockTime(now());
  button.classList.toggle('is-going', Boolean(store.clock.going));
  if (panel) drawPanel(store.clock);
}

function drawPanel({ zone, going, failed_jobs: failed }) {
  panel.time.textContent = clockTime(now(), true);
  panel.zone.textContent = zone;
  for (const leap of panel.leaps) leap.disabled = asked;
  panel.stop.disabled = asked;
  panel.rest.hidden = Boolean(going);
  panel.going.hidden = !going;
  panel.failed.hidden = !failed.length;
  panel.failed.textContent = t('clock.failed', { jobs: failed.join(', ') });
  if (going) drawProgress(going);
}

function drawProgress({ from, to }) {
  const whole = new Date(to) - new Date(from);
  const share = Math.max(0, Math.min(100, Math.round(((now() - new Date(from)) / whole) * 100)));
  panel.share.style.setProperty('--share', `${share}%`);
  panel.meter.setAttribute('aria-valuenow', share);
  panel.target.textContent = t('clock.going', { time: clockTime(new Date(to), true) });
}

async function ask(what) {
  asked = true;
  draw();
  try {
    takeClock(await what());
  } catch (error) {
    toastError(error);
  }
  asked = false;
  draw();
}

// Said at the top of the page, whether or not the clock is open.
export function clockNote() {
  return store.clock?.going ? t('clock.going', { time: clockTime(new Date(store.clock.going.to)) }) : null;
}
