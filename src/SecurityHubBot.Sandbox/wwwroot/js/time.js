// Slack timestamps and dates, in the zone and the language of the person who is looking.
import { me, store } from './store.js';
import { locale, t } from './words.js';

const formats = new Map();

// What time it is in the sandbox, whose clock may have been put forward.
export function now() {
  return new Date(Date.now() + (store.clock?.ahead ?? 0));
}

function format(date, options, zone = me()?.tz) {
  const key = `${locale()}|${zone}|${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, makeFormat(options, zone));
  return formats.get(key).format(date);
}

function makeFormat(options, timeZone) {
  try { return new Intl.DateTimeFormat(locale(), { ...options, timeZone }); } catch { return new Intl.DateTimeFormat(locale(), options); }
}

export function dateOf(ts) {
  return new Date(Number.parseFloat(ts) * 1000);
}

export function clock(date) {
  return format(date, { hour: 'numeric', minute: '2-digit' });
}

export function clockSeconds(date) {
  return format(date, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
}

export function fullTime(date) {
  return format(date, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'short', hour: 'numeric', minute: '2-digit' });
}

// In the organisation's zone, whoever is looking.
export function clockTime(date, withYear = false) {
  return format(date, { year: withYear ? 'numeric' : undefined, month: withYear ? 'long' : 'numeric', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, store.clock?.zone);
}

export function dayKey(date) {
  return format(date, { year: 'numeric', month: '2-digit', day: '2-digit' });
}

export function dayLabel(date, short = false) {
  const today = now();
  const key = dayKey(date);
  if (key === dayKey(today)) return t('day.today');
  if (key === dayKey(new Date(today - 86_400_000))) return t('day.yesterday');
  return longDate(date, short, date.getFullYear() !== today.getFullYear());
}

function longDate(date, short, withYear) {
  const options = { month: short ? 'short' : 'long', day: 'numeric' };
  if (!short) options.weekday = 'short';
  if (withYear) options.year = 'numeric';
  return format(date, options);
}

export function ago(date) {
  const seconds = Math.max(0, (now() - date) / 1000);
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  if (seconds < 60) return t('time.now');
  if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), 'minute');
  if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3600), 'hour');
  return relative.format(-Math.floor(seconds / 86_400), 'day');
}

// The {tokens} of <!date^seconds^…|fallback>.
const DATE_TOKENS = {
  date_num: (d) => format(d, { year: 'numeric', month: '2-digit', day: '2-digit' }),
  date: (d) => format(d, { year: 'numeric', month: 'long', day: 'numeric' }),
  date_short: (d) => format(d, { year: 'numeric', month: 'short', day: 'numeric' }),
  date_long: (d) => format(d, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' }),
  date_pretty: (d) => dayLabel(d),
  date_short_pretty: (d) => dayLabel(d, true),
  date_long_pretty: (d) => dayLabel(d),
  day_divider_pretty: (d) => dayLabel(d),
  time: clock,
  time_secs: clockSeconds,
  ago,
};

export function slackDate(seconds, pattern) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return null;
  return pattern.replace(/\{(\w+)\}/g, (whole, token) => DATE_TOKENS[token]?.(date) ?? whole);
}
