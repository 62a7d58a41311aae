// Builds every node of the page. Data only ever becomes text or an attribute value, never markup.

export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) setProp(node, name, value);
  append(node, children);
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
  else if (name === 'class') node.className = Array.isArray(value) ? value.filter(Boolean).join(' ') : value;
  else if (name === 'vars') for (const [key, v] of Object.entries(value)) node.style.setProperty(key, v);
  else if (name === 'value' || name === 'checked' || name === 'disabled') node[name] = value;
  else node.setAttribute(name, value === true ? '' : String(value));
}

export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

// Makes the parent's children exactly `nodes`, moving as few as possible so that focus, hover and scroll survive.
export function reconcile(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

export function byId(id) {
  return document.getElementById(id);
}

// One call per animation frame however often it is asked for: a flood of events is one repaint.
export function perFrame(fn) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    const run = () => { if (asked) { asked = false; fn(); } };
    requestAnimationFrame(run);
    setTimeout(run, 200); // frames stop in a hidden tab, the page must not
  };
}

export function remember(key, value) {
  try { localStorage.setItem(`shub.${key}`, JSON.stringify(value)); } catch { /* private mode: forget */ }
}

export function recall(key, fallback = null) {
  try { return JSON.parse(localStorage.getItem(`shub.${key}`)) ?? fallback; } catch { return fallback; }
}
