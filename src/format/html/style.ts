/** Enough to read a table with. It is part of the document, which is whole without the service that it came from. */
export const HTML_STYLE = `
body{font:15px/1.4 system-ui,sans-serif;margin:1rem;color:#1b1f24;background:#fff}
h1{font-size:1.3rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.15rem .6rem;border-bottom:1px solid #d5dae0;text-align:left;vertical-align:top;white-space:pre-wrap}
thead th{position:sticky;top:0;background:#eef1f4}
th span{font-weight:normal;color:#57606a}
dt{font-weight:600}
dd{margin:0 0 .4rem;white-space:pre-wrap}
[role=alert]{border-left:4px solid #b35900;padding-left:.6rem}`;
