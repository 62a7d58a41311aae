// The page's own words, in the language of the person the page is looked at as.
import { en } from './words/en.js';
import { ja } from './words/ja.js';
import { me } from './store.js';

export function language() {
  const wanted = me()?.locale;
  return !wanted || wanted.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}

export function locale() {
  return language() === 'ja' ? 'ja-JP' : 'en-US';
}

export function t(key, values = {}) {
  const words = (language() === 'ja' ? ja : en)[key] ?? en[key] ?? key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function controlTitle(control) {
  return (language() === 'ja' ? control.title_ja : null) ?? control.title ?? '';
}
