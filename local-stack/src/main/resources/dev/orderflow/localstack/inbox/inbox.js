// What a mail holds is only ever set as text; its HTML is shown in a frame that runs nothing.
const PAGE = 50;
const REFRESH_MS = 1500;
const by = id => document.getElementById(id);
let shown = PAGE;
let open = null;
let view = 'html';
let last = '';

async function refresh() {
  const query = by('search').value.trim();
  const path = query ? `search?query=${encodeURIComponent(query)}&` : 'messages?';
  const text = await (await fetch(`/api/v1/${path}limit=${shown}`)).text();
  if (text === last) return;
  last = text;
  const page = JSON.parse(text);
  by('count').textContent = query ? `${page.messages_count} of ${page.total}` : page.total;
  by('list').replaceChildren(...page.messages.map(row));
  by('empty').hidden = page.messages.length > 0;
  by('empty').textContent = query ? 'No mail matches.' : 'No mail yet. It appears here as soon as it is sent.';
  by('more').hidden = page.messages_count <= shown;
  mark();
}

function row(mail) {
  const button = node('button', '', { type: 'button' });
  button.dataset.id = mail.ID;
  button.append(node('b', mail.Subject || '(no subject)'),
    node('time', time(mail.Created)), node('span', people(mail.To)));
  button.onclick = () => { location.hash = mail.ID; };
  const item = node('li', '');
  item.append(button);
  return item;
}

async function read(id) {
  const answer = await fetch(`/api/v1/message/${encodeURIComponent(id)}`);
  if (!answer.ok) return close();
  open = await answer.json();
  by('subject').textContent = open.Subject || '(no subject)';
  by('from').textContent = people([open.From]);
  by('to').textContent = people(open.To);
  by('received').textContent = new Date(open.Created).toLocaleString();
  by('mail').hidden = false;
  document.body.classList.add('reading');
  mark();
  await show(open.HTML ? view : 'text');
}

async function show(wanted) {
  const source = wanted === 'source' ? await (await fetch(`/api/v1/message/${open.ID}/raw`)).text() : '';
  by('html').hidden = wanted !== 'html';
  by('plain').hidden = wanted === 'html';
  by('plain').textContent = wanted === 'source' ? source : open.Text;
  if (wanted === 'html') by('html').src = `/view/${open.ID}.html`;
  document.querySelectorAll('[data-view]').forEach(tab => {
    tab.setAttribute('aria-selected', tab.dataset.view === wanted);
    tab.disabled = tab.dataset.view === 'html' && !open.HTML;
  });
}

function close() {
  open = null;
  by('mail').hidden = true;
  document.body.classList.remove('reading');
  mark();
}

function mark() {
  document.querySelectorAll('#list button').forEach(button =>
    button.setAttribute('aria-current', open !== null && button.dataset.id === open.ID));
}

function node(name, text, attributes = {}) {
  const element = Object.assign(document.createElement(name), attributes);
  element.textContent = text;
  return element;
}

function people(list) {
  return list.map(person => person.Name ? `${person.Name} <${person.Address}>` : person.Address).join(', ');
}

function time(instant) {
  const date = new Date(instant);
  return date.toDateString() === new Date().toDateString() ? date.toLocaleTimeString() : date.toLocaleDateString();
}

function follow() {
  const id = location.hash.slice(1);
  return id ? read(id) : close();
}

by('search').oninput = () => { shown = PAGE; refresh(); };
by('more').onclick = () => { shown += PAGE; refresh(); };
by('back').onclick = () => { location.hash = ''; };
by('clear').onclick = async () => {
  if (!confirm('Delete all mails?')) return;
  await fetch('/api/v1/messages', { method: 'DELETE' });
  location.hash = '';
  refresh();
};
document.querySelectorAll('[data-view]').forEach(tab => {
  tab.onclick = () => { view = tab.dataset.view; show(view); };
});
onhashchange = follow;
follow();
refresh();
setInterval(() => { if (!document.hidden) refresh().catch(() => { by('count').textContent = 'not reachable'; last = ''; }); }, REFRESH_MS);
