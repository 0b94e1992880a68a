import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSite } from './default-site.ts';
import { loadSite } from './load-site.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almagest-site-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(folder, name), text);
const told = async () =>
  (await loadSite(folder, 'Mine')).problems.map(
    ({ code, message, place }) => `${place?.file.slice(folder.length + 1)}:${place?.line ?? ''} ${code} ${message}`,
  );

test('defaults stand for what nobody has written', async () => {
  const { site, problems, missing } = await loadSite(join(folder, 'nowhere'), 'Mine');
  expect(site).toEqual(defaultSite('Mine'));
  expect(problems).toEqual([]);
  expect(missing.length).toBe(4);
});

test('what is written stands, and the rest stays', async () => {
  await write(
    'service.yaml',
    'title: The service\nshortName: svc\ndescription: |\n  A service with\n  two lines.\nx-mine: 1\n',
  );
  const { site, problems } = await loadSite(folder, 'Mine');
  expect(problems).toEqual([]);
  expect(site).toEqual({
    ...defaultSite('Mine'),
    service: {
      ...defaultSite('Mine').service,
      title: 'The service',
      shortName: 'svc',
      description: 'A service with two lines.',
    },
  });
});

test('what is wrong is told with its line', async () => {
  await write('organisation.yaml', 'title: An institute\ndescription: Where people look at the sky.\nror: 00hj54h04\n');
  await write(
    'authority.yaml',
    'titel: Names\ndescription: The names of an institute.\nshortName: longer than sixteen\n',
  );
  await write('registry.yaml', 'title: Records\ndescription: The records of all this.\nfacility: [Dome]\n');
  await write('service.yaml', 'title: "unclosed\n');
  await write('organization.yaml', '');
  expect((await told()).sort()).toMatchInlineSnapshot(`
    [
      "authority.yaml:1 D104 unknown key "titel" in a part of the site",
      "authority.yaml:3 D105 shortName has 19 characters; it may have 16",
      "organisation.yaml:3 D105 ror "00hj54h04" has the wrong form",
      "organization.yaml: D104 organization.yaml is not a part of the site",
      "registry.yaml:3 D104 facility belongs to the organisation alone",
      "service.yaml:2 D102 missing closing "quote",
    ]
  `);
});

test('an organisation can be asked', async () => {
  await write('organisation.yaml', 'title: An institute\ndescription: Where people look at the sky.\n');
  expect(await told()).toEqual(['organisation.yaml:1 D103 the organisation lacks "contact"']);
});
