// Line icons on a 20x20 grid.

const PATHS = {
  hash: 'M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h13.5M3 12.5h13.5',
  lock: 'M5.5 9h9v7.5h-9zM7.3 9V6.3a2.7 2.7 0 0 1 5.4 0V9',
  archive: 'M3 4.5h14v3.5H3zM4.3 8v8h11.4V8M8 11h4',
  chevron: 'm6 8 4 4 4-4',
  close: 'm5 5 10 10M15 5 5 15',
  thread: 'M4 4.5h12v8.5H9.5L6 16v-3H4z',
  trash: 'M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6',
  dots: 'M5 10h.01M10 10h.01M15 10h.01',
  send: 'M3.5 4.5 17 10 3.5 15.5 5.5 10zM5.5 10H11',
  clock: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 6v4.2l2.8 1.8',
  cloud: 'M6 15.5a3.5 3.5 0 0 1-.4-6.98 4.8 4.8 0 0 1 9.2 1.1A3 3 0 0 1 14.5 15.5z',
  code: 'm7 6-4 4 4 4M13 6l4 4-4 4M11.5 4l-3 12',
  home: 'M3.5 9.5 10 4l6.5 5.5M5.5 8.5V16h9V8.5M8.5 16v-4h3v4',
  search: 'M9 4a5 5 0 1 1 0 10A5 5 0 0 1 9 4zM12.8 12.8 16.5 16.5',
  check: 'm4.5 10.5 3.5 3.5 7.5-8',
  info: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 9.5v4M10 6.5h.01',
  eye: 'M2.5 10s2.8-5 7.5-5 7.5 5 7.5 5-2.8 5-7.5 5-7.5-5-7.5-5zM10 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  people: 'M7.5 4a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM2.5 16c.4-3 2.5-4.5 5-4.5s4.6 1.5 5 4.5M13 4.5a2.8 2.8 0 0 1 0 5.3M14.5 11.7c1.7.5 2.8 2 3 4.3',
  link: 'M8 12l4-4M9 6l1.5-1.5a3.2 3.2 0 0 1 5 5L14 11M11 14l-1.5 1.5a3.2 3.2 0 0 1-5-5L6 9',
  refresh: 'M16 10a6 6 0 1 1-1.8-4.3M16 3v4h-4',
  file: 'M5 3h6.5L15 6.5V17H5zM11.5 3v3.5H15M7.5 10h5M7.5 13h5',
  download: 'M10 3.5v9M6.5 9.5 10 13l3.5-3.5M4 16.5h12',
  menu: 'M3.5 5.5h13M3.5 10h13M3.5 14.5h13',
};

const SVG = 'http://www.w3.org/2000/svg';

export function icon(name, size = 18) {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = {
    viewBox: '0 0 20 20', width: size, height: size, fill: 'none', stroke: 'currentColor',
    'stroke-width': name === 'dots' ? 2.4 : 1.6, 'stroke-linecap': 'round', 'stroke-linejoin': 'round',
    'aria-hidden': 'true', class: 'icon',
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

// The bot's face, the same shield as the favicon.
export function shield(size = 20) {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [key, value] of Object.entries({ viewBox: '5 4 22 24', width: size, height: size, 'aria-hidden': 'true' })) svg.setAttribute(key, value);
  const body = document.createElementNS(SVG, 'path');
  body.setAttribute('d', 'M16 5l9 3.2v7.3c0 5.6-3.7 9.6-9 11.5-5.3-1.9-9-5.9-9-11.5V8.2z');
  body.setAttribute('fill', '#8ff0c5');
  const tick = document.createElementNS(SVG, 'path');
  tick.setAttribute('d', 'M11.6 15.8l3.2 3.2 5.8-6.2');
  for (const [key, value] of Object.entries({ fill: 'none', stroke: '#2a2157', 'stroke-width': 2.8, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' })) tick.setAttribute(key, value);
  svg.append(body, tick);
  return svg;
}
