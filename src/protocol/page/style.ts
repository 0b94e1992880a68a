/** The one stylesheet of all pages. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfcfa; --panel: #f4f2ec; --ink: #22262b; --faint: #5d646d; --line: #dcd8cf;
  --accent: #1f4f8f; --accent-ink: #ffffff; --warn: #8a4b00; --warn-panel: #fdf1dc; --bad: #a3211b; --bad-panel: #fbeae8;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --panel: #1d2127; --ink: #e4e2dc; --faint: #a0a6ae; --line: #353b43;
    --accent: #8db8f0; --accent-ink: #10151c; --warn: #f0b866; --warn-panel: #2b2417; --bad: #f39a92; --bad-panel: #2e1c1b;
  }
}
* { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 70rem; padding: 0 1.25rem 3rem; color: var(--ink); background: var(--paper); }
h1, h2, h3 { line-height: 1.25; }
h1 { text-wrap: balance; font-size: 1.75rem; margin: 1.6rem 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 .6rem; }
h3 { font-size: 1rem; margin: 1.6rem 0 .3rem; }
p, ul, ol, dl, pre, blockquote { margin: .6rem 0; }
p, li, dd, blockquote { max-width: 46rem; }
a { color: var(--accent); text-underline-offset: .15em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .4rem .8rem; }
header { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; align-items: baseline; padding: .8rem 0; border-bottom: 1px solid var(--line); }
header p { margin: 0; }
.site a { color: inherit; font-weight: 650; text-decoration: none; }
nav { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; }
nav a, .trail a { text-decoration: none; }
nav a:hover, .trail a:hover { text-decoration: underline; }
footer { margin-top: 3.5rem; padding-top: .6rem; border-top: 1px solid var(--line); color: var(--faint); font-size: .875rem; }
.trail { margin: 1.2rem 0 -1.1rem; font-size: .875rem; color: var(--faint); }
.lead { font-size: 1.1rem; color: var(--faint); margin-top: 0; }
.aside, .unit, small { color: var(--faint); font-size: .875rem; font-weight: normal; }
code, pre, textarea { font-family: var(--mono); font-size: .875rem; }
p code, li code, dd code, td code, th code { font-size: .9em; }
h1 code { font-size: .92em; font-weight: 650; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: .7rem .9rem; overflow-x: auto; line-height: 1.45; }
blockquote { margin-inline: 0; padding-left: .9rem; border-left: 3px solid var(--line); }
.notice { background: var(--panel); border-left: 4px solid var(--accent); border-radius: 4px; padding: .5rem 1rem; margin: 1.2rem 0; }
.notice h2 { margin: .3rem 0; font-size: 1rem; }
.warning { background: var(--warn-panel); border-color: var(--warn); }
.error { background: var(--bad-panel); border-color: var(--bad); }
.error pre { background: none; border: 0; padding: 0; margin: .4rem 0 1rem; white-space: pre-wrap; }
.badge { font-size: .75rem; font-weight: 650; letter-spacing: .03em; color: var(--warn); background: var(--warn-panel); border: 1px solid currentColor; border-radius: 3px; padding: .05rem .4rem; vertical-align: .12em; white-space: nowrap; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.2rem; }
.facts dt { color: var(--faint); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin: .6rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
caption { text-align: left; color: var(--faint); padding-bottom: .4rem; font-size: .875rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 2px solid var(--line); vertical-align: bottom; white-space: nowrap; }
tbody th { font-weight: normal; }
tbody tr:hover { background: var(--panel); }
.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th.num + th, td.num + td { padding-left: .6rem; }
.columns th code { font-weight: 650; }
.columns td { min-width: 4rem; }
.columns td.what { min-width: 16rem; }
.result { width: auto; min-width: min(100%, 24rem); font-size: .875rem; }
.result td { font-family: var(--mono); font-size: .8125rem; max-width: 24rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 29rem), 1fr)); gap: 0 1.6rem; }
.cards > * { min-width: 0; }
.resource { border-top: 1px solid var(--line); padding: .9rem 0 .6rem; display: grid; grid-template-columns: minmax(0, 1.7fr) minmax(0, 1fr); gap: .2rem 2.2rem; }
.resource h3 { margin: 0; font-size: 1.05rem; }
.resource p { margin: .25rem 0; }
.plain { list-style: none; padding: 0; margin: 0; }
.plain li { margin: .35rem 0; }
textarea { width: 100%; min-height: 5rem; padding: .7rem .9rem; line-height: 1.45; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 4px; resize: vertical; tab-size: 2; }
label { display: block; font-weight: 600; margin-bottom: .3rem; }
button { font: inherit; font-weight: 600; color: var(--accent-ink); background: var(--accent); border: 0; border-radius: 4px; padding: .45rem 1.4rem; cursor: pointer; }
button:hover { filter: brightness(1.1); }
.actions { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; align-items: center; margin: .6rem 0; }
details { margin: .6rem 0; }
.examples { columns: 22rem; column-gap: 2.2rem; }
.examples li { break-inside: avoid; }
summary { cursor: pointer; color: var(--accent); }
@media (max-width: 36rem) {
  body { padding-inline: .9rem; }
  h1 { font-size: 1.4rem; }
  .facts { grid-template-columns: 1fr; gap: 0; }
  .facts dd { margin-bottom: .5rem; }
  .resource { grid-template-columns: minmax(0, 1fr); }
}
`.trimStart();
