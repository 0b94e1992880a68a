import { type Html, html } from './html.ts';
import { resultUrl, type Site, tapUrl } from './site.ts';

/** How to reach the service, or to run one query, from the programs that astronomers use. */
export function usage(site: Site, adql: string): Html {
  const url = tapUrl(site);
  return html`<div class="cards">
<div>
<h3>TOPCAT</h3>
<p>In the menu <i>VO</i>, open <i>Table Access Protocol (TAP) Query</i>, paste this into <i>TAP URL</i> and press <i>Use Service</i>:</p>
<pre tabindex="0" aria-label="Address for TOPCAT">${url}</pre>
</div>
<div>
<h3>Aladin</h3>
<p>In the server selector, under <i>Others</i>, choose <i>TAP</i> and paste:</p>
<pre tabindex="0" aria-label="Address for Aladin">${url}</pre>
</div>
<div>
<h3>Python</h3>
<p>With <a href="https://pyvo.readthedocs.io/">pyvo</a>:</p>
<pre tabindex="0" aria-label="Python code">${pythonCode(url, adql)}</pre>
</div>
<div>
<h3>Command line</h3>
<p>With <a href="https://www.starlink.ac.uk/stilts/">STILTS</a>, or with any program that fetches an address:</p>
<pre tabindex="0" aria-label="Shell commands">${shellCommands(site, adql)}</pre>
</div>
</div>`;
}

function pythonCode(url: string, adql: string): string {
  return `import pyvo
service = pyvo.dal.TAPService(${JSON.stringify(url)})
result = service.search(${pythonText(adql.trim())})
print(result.to_table())`;
}

/** JSON's strings are Python's too; a text of several lines is easier to read in triple quotes. */
function pythonText(text: string): string {
  if (!text.includes('\n')) return JSON.stringify(text);
  return `"""\n${text.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"')}\n"""`;
}

function shellCommands(site: Site, adql: string): string {
  const stilts = `stilts tapquery tapurl=${tapUrl(site)} \\\n  adql=${shellText(adql.trim())}`;
  return `${stilts}\n\ncurl ${shellText(resultUrl(site, adql, 'csv'))}`;
}

const shellText = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
