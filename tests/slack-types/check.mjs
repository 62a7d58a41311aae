// Checks payloads against the types that Slack publishes.
//   node check.mjs FOLDER      every FOLDER/*.json is accepted: { "kind": "chat.postMessage", "name": "...", "args": { ... } }
//   node check.mjs --self-test every good/*.json is accepted, and every bad/*.json refused for the reason in its "refused"
// Exit code 0: as it should be. 1: a payload is wrong. 2: the check itself could not be done.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = dirname(fileURLToPath(import.meta.url));
const views = { 'views.publish': 'HomeView' };
const kinds = [
  'chat.postMessage', 'chat.update', 'chat.postEphemeral', 'views.open', 'views.push', 'views.update', 'views.publish',
  'view_submission_response', 'slash_command_response', 'response_url',
];

class CheckError extends Error {}

function read(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json')).sort();
  if (files.length === 0) {
    throw new CheckError(`${folder} has no .json files: a check of nothing proves nothing.`);
  }
  return files.map((file) => {
    let payload;
    try {
      payload = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    } catch (error) {
      throw new CheckError(`${file} is not JSON: ${error.message}`);
    }
    if (!kinds.includes(payload?.kind)) {
      throw new CheckError(`${file} has the kind ${JSON.stringify(payload?.kind)}; known are ${kinds.join(', ')}.`);
    }
    if (payload.args === null || typeof payload.args !== 'object' || Array.isArray(payload.args)) {
      throw new CheckError(`${file} has no object "args".`);
    }
    return { file, ...payload };
  });
}

// The argument types accept any block whatever (a catch-all for blocks newer than the types), so blocks and views are
// declared once more by themselves. Each is a literal of its own: only on a literal does the compiler refuse unknown properties.
function declarations({ kind, args }) {
  const all = [[`Kinds[${JSON.stringify(kind)}]`, args]];
  const add = (type, value) => value !== undefined && all.push([type, value]);
  add('KnownBlock[]', args.blocks);
  add(views[kind] ?? 'ModalView', args.view);
  add('KnownBlock[]', args.view?.blocks);
  for (const attachment of Array.isArray(args.attachments) ? args.attachments : []) {
    add('KnownBlock[]', attachment?.blocks);
  }
  return all;
}

function source(payloads) {
  const lines = ["import type { HomeView, Kinds, KnownBlock, ModalView } from './kinds.js';"];
  const owners = [null];
  for (const payload of payloads) {
    for (const [type, value] of declarations(payload)) {
      // In an object literal a plain "__proto__" would set the prototype instead of being a property, and the compiler
      // counts U+2028 and U+2029 as line ends.
      const text = JSON.stringify(value, null, 2)
        .replaceAll('"__proto__":', '["__proto__"]:').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
      const added = `export const p${lines.length}: ${type} = ${text};`.split('\n');
      lines.push(...added);
      owners.push(...added.map(() => payload));
    }
  }
  return { text: lines.join('\n'), lines, owners };
}

function compile(text) {
  const config = ts.readConfigFile(join(here, 'tsconfig.json'), ts.sys.readFile);
  const { options, errors } = ts.parseJsonConfigFileContent(config.config, ts.sys, here);
  if (config.error || errors.length > 0) {
    throw new CheckError(ts.formatDiagnostics([config.error, ...errors].filter(Boolean), formatHost));
  }
  // The payloads are compiled from memory, as a file beside kinds.ts, so that several checks may run at once.
  const name = join(here, 'payloads.ts');
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (file) => file === name || fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(file, text, rest[0], true) : getSourceFile(file, ...rest);
  return { name, diagnostics: ts.getPreEmitDiagnostics(ts.createProgram([name], options, host)) };
}

const formatHost = { getCanonicalFileName: (file) => file, getCurrentDirectory: () => here, getNewLine: () => '\n' };

// The compiler's errors, by payload file.
function check(payloads) {
  const { text, lines, owners } = source(payloads);
  const { name, diagnostics } = compile(text);
  const problems = new Map();
  for (const diagnostic of diagnostics) {
    if (diagnostic.file?.fileName !== name) {
      throw new CheckError(ts.formatDiagnostics([diagnostic], formatHost));
    }
    const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
    const payload = owners[line];
    if (!payload) {
      throw new CheckError(ts.formatDiagnostics([diagnostic], formatHost));
    }
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n').split('\n').map((l) => `    ${l}`).join('\n');
    const entry = `  at ${lines[line].trim()}\n${message}`;
    problems.set(payload.file, (problems.get(payload.file) ?? new Set()).add(entry));
  }
  return problems;
}

function report(payloads, problems) {
  for (const { file, kind, name } of payloads.filter((p) => problems.has(p.file))) {
    console.log(`${file} (${kind}, ${name}):\n${[...problems.get(file)].join('\n')}`);
  }
  return problems.size;
}

function selfTest() {
  const good = read(join(here, 'good'));
  let wrong = report(good, check(good));
  const bad = read(join(here, 'bad'));
  const problems = check(bad);
  for (const { file, refused } of bad) {
    const found = [...(problems.get(file) ?? [])].join('\n');
    if (!refused || !found.includes(refused)) {
      wrong += 1;
      console.log(`${file} was to be refused with ${JSON.stringify(refused)}, and was ${found ? `refused with\n${found}` : 'accepted'}`);
    }
  }
  console.log(`${good.length} good and ${bad.length} bad payloads checked, ${wrong} not as expected`);
  return wrong;
}

try {
  const [argument] = process.argv.slice(2);
  if (!argument) {
    throw new CheckError('usage: node check.mjs FOLDER | --self-test');
  }
  if (argument === '--self-test') {
    process.exitCode = selfTest() === 0 ? 0 : 1;
  } else {
    const payloads = read(argument);
    const wrong = report(payloads, check(payloads));
    console.log(`${payloads.length} payloads checked, ${wrong} wrong`);
    process.exitCode = wrong === 0 ? 0 : 1;
  }
} catch (error) {
  console.error(error instanceof CheckError ? error.message : error);
  process.exitCode = 2;
}
