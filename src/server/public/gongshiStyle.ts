/** Style of the public page: large, black on white, and small enough for a phone's first load. */
export const GONGSHI_CSS = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 44rem; padding: 1rem; background: #fff; color: #111; font: 18px/1.5 "PingFang SC", "HarmonyOS Sans SC", MiSans, "Noto Sans CJK SC", system-ui, sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
h1 { margin: 0.25rem 0; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.25rem; }
p { margin: 0.25rem 0; }
a { color: #14532d; }
.top { display: flex; justify-content: space-between; gap: 1rem; align-items: center; font-size: 1rem; }
.top a, .act { display: inline-flex; min-height: 48px; align-items: center; }
.state { display: inline-block; margin: 0.25rem 0; padding: 0.25rem 0.75rem; border: 2px solid #14532d; border-radius: 0.5rem; font-weight: 700; }
.state.objected { border-color: #92400e; color: #7c2d12; }
.rows { margin: 0.5rem 0; padding: 0; list-style: none; border-top: 1px solid #767676; }
.rows li { border-bottom: 1px solid #c4c4c4; }
.rows a { display: grid; grid-template-columns: 4.5rem 1fr auto; gap: 0.5rem; align-items: center; min-height: 56px; padding: 0.25rem 0; color: inherit; text-decoration: none; }
.rows a:active { background: #eef5ef; }
.rows small { display: block; color: #555; font-size: 0.9rem; }
.total { font-size: 1.25rem; font-weight: 700; text-align: right; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.5rem 0.25rem; border-bottom: 1px solid #c4c4c4; text-align: left; vertical-align: top; }
th:last-child, td:last-child { text-align: right; white-space: nowrap; }
.mark { display: inline-block; padding: 0 0.4rem; border: 1px solid #92400e; border-radius: 0.25rem; color: #7c2d12; font-size: 0.9rem; }
form { display: grid; gap: 0.75rem; margin: 0.5rem 0; }
.find { grid-template-columns: 1fr auto; align-items: end; }
label { display: grid; gap: 0.25rem; font-weight: 600; }
label small { font-weight: 400; color: #555; }
input, textarea { width: 100%; min-height: 48px; padding: 0.5rem; border: 1.5px solid #555; border-radius: 0.5rem; background: #fff; color: #111; font: inherit; }
textarea { min-height: 8rem; }
button { min-height: 48px; padding: 0 1.25rem; border: 0; border-radius: 0.5rem; background: #14532d; color: #fff; font: inherit; font-weight: 700; }
button[disabled] { background: #555; }
:focus-visible { outline: 3px solid #1d4ed8; outline-offset: 2px; }
.print { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 1rem; line-height: 1.6; }
.said { white-space: pre-line; padding: 0.75rem; border: 2px solid #14532d; border-radius: 0.5rem; font-weight: 700; }
.said.bad { border-color: #991b1b; color: #991b1b; }
.pages { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; align-items: center; }
`;

/** Sends an objection; what was typed stays until it is taken. */
export const GONGSHI_JS = `
const form = document.getElementById('object');
if (form) {
  const said = document.getElementById('said');
  const button = form.querySelector('button');
  const words = form.dataset;
  const say = (text, bad) => { said.hidden = false; said.className = bad ? 'said bad' : 'said'; said.textContent = text; said.focus(); };
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const value = (name) => form.elements.namedItem(name).value.trim();
    const phone = value('phone');
    const body = { village: words.village, month: words.month, name: value('name'), text: value('text') };
    if (phone !== '') body.phone = phone;
    if (words.town) body.town = words.town;
    const label = button.textContent;
    button.disabled = true;
    button.textContent = words.sending;
    try {
      const answer = await fetch('/api/public/objections', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      if (answer.ok) {
        const { receipt, due } = await answer.json();
        form.hidden = true;
        const day = new Date(due + 'T00:00:00Z').toLocaleDateString(document.documentElement.lang, { dateStyle: 'long', timeZone: 'UTC' });
        say(words.sent + receipt + '\\n' + words.sentHint + day);
        return;
      }
      say(answer.status === 429 ? words.often : answer.status === 409 ? words.over : words.failed, true);
    } catch {
      say(words.failed, true);
    } finally {
      button.disabled = false;
      button.textContent = label;
    }
  });
}
`;
