import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { VERBS } from '../../src/cli/verbs/index.ts';
import { networkTest } from '../../src/config/networks.ts';
import { SETTING_TABLE } from '../../src/config/settings-table.ts';
import { findProgram, run } from '../program/run.ts';
import { type Instruction, readDockerfile } from './dockerfile.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'deploy');
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

const SETTINGS = Object.values(SETTING_TABLE);
const VARIABLES = SETTINGS.map(({ environment }) => environment);
/** Those that others read: Node.js, the C library, PostgreSQL's image, and the reader of settings itself. */
const OTHERS = ['NODE_ENV', 'MALLOC_ARENA_MAX', 'POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD', 'ALMAGEST_CONFIG'];

/** Words of a command line that the program would not understand. */
function misunderstood(words: readonly string[]): string[] {
  const [name, ...options] = words;
  const verb = VERBS.find((known) => known.name === name);
  if (!verb) return [`${name} is no verb`];
  const flags = [
    '--json',
    '--quiet',
    ...verb.settings.map((setting) => `--${SETTING_TABLE[setting].flag}`),
    ...verb.options.map(({ flags: written }) => written.split(/[ ,]/)[0]),
  ];
  return options.filter((option) => option.startsWith('--') && !flags.includes(option));
}

/** The value is one that the setting takes; what stands for another variable is not looked at. */
function refused(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    const entry = SETTINGS.find(({ environment }) => environment === name);
    if (!entry) return OTHERS.includes(name) ? [] : [`${name} means nothing`];
    if (value.includes('${')) return [];
    const reading = entry.read(value);
    return 'wrong' in reading ? [`${name}: ${reading.wrong}`] : [];
  });
}

test('every variable that is spoken of is one that the program knows', async () => {
  const texts = await Promise.all((await readdir(FOLDER)).map((name) => readFile(join(FOLDER, name), 'utf8')));
  const named = texts.flatMap((text) => text.match(/\bALMAGEST_\w+/g) ?? []);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !VARIABLES.includes(name) && !OTHERS.includes(name))).toEqual([]);
});

describe.each(['almagest.service', 'almagest-worker@.service'])('%s', (name) => {
  const lines = read(name).split('\n');
  const values = (key: string) =>
    lines.flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));

  test('starts the program with words that it understands', () => {
    const [program, ...words] = values('ExecStart')[0]?.split(' ') ?? [];
    expect(program).toBe('/usr/bin/node');
    const main = words.findIndex((word) => word.endsWith('/dist/cli/main.js'));
    expect(words.slice(0, main).every((word) => word.startsWith('--'))).toBe(true);
    expect(misunderstood(words.slice(main + 1))).toEqual([]);
    const pairs = values('Environment').flatMap((line) => line.split(' ').map((pair) => pair.split('=', 2)));
    expect(refused(Object.fromEntries(pairs))).toEqual([]);
  });

  test('gives the program more time to end than it takes', () => {
    const own = Number(/ALMAGEST_STOP_SECONDS=(\d+)/.exec(read(name))?.[1]);
    expect(Number(values('TimeoutStopSec')[0])).toBeGreaterThan(own + 10);
    expect(values('KillMode')).toEqual(['mixed']);
  });

  test('runs it as nobody in particular, who can change nothing', () => {
    expect(values('User')).toEqual(['almagest']);
    for (const key of ['NoNewPrivileges', 'PrivateTmp', 'PrivateDevices', 'ProtectHome', 'RestrictSUIDSGID'])
      expect(values(key)).toEqual(['yes']);
    expect([values('ProtectSystem'), values('CapabilityBoundingSet')]).toEqual([['strict'], ['']]);
    expect(values('MemoryDenyWriteExecute')).toEqual([]);
  });
});

const analyze = findProgram('systemd-analyze');
if (!analyze) console.warn('systemd-analyze is not installed: systemd is not asked about the units.');

describe.skipIf(!analyze)('systemd', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'almagest-units-'));
    await cp(FOLDER, folder, { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(['almagest.service', 'almagest-worker@.service'])('has nothing against %s', async (name) => {
    const unit = join(folder, name);
    // It looks whether the program and the user are there.
    const text = read(name).replaceAll('/usr/bin/node', process.execPath).replace('User=almagest', 'User=root');
    await writeFile(unit, text);
    const { code, stdout, stderr } = await run(String(analyze), ['verify', '--man=no', unit]);
    const said = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('almagest'));
    expect(said).toEqual([]);
    // Where nothing of systemd runs, it may not be able to look at all.
    if (code !== 0) console.warn(`systemd-analyze could not look at ${name}: ${stderr}`);
  });
});

describe('Dockerfile', () => {
  const instructions = readDockerfile(read('Dockerfile'));
  const of = (word: Instruction['word']) => instructions.filter((instruction) => instruction.word === word);
  const last = (word: Instruction['word']) => of(word).at(-1)?.text ?? '';

  test('copies what is there: from the project, or from a stage before', () => {
    const stages = of('FROM').flatMap(({ text }) => / AS (\w+)$/.exec(text)?.[1] ?? []);
    const ignored = read('Dockerfile.dockerignore').split('\n');
    for (const { text } of of('COPY')) {
      const from = /^--from=(\w+) /.exec(text)?.[1];
      if (from !== undefined) expect(stages).toContain(from);
      else
        for (const source of text.split(' ').slice(0, -1)) {
          expect(existsSync(join(ROOT, source)), source).toBe(true);
          expect(ignored).toContain(`!${source}`);
        }
    }
  });

  test('is built by scripts that package.json has, on a Node.js that it takes', () => {
    const { scripts, engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    for (const { text } of of('RUN'))
      for (const [, script = ''] of text.matchAll(/npm run (\w+)/g)) expect(Object.keys(scripts)).toContain(script);
    const [, major] = /node:(\d+)-/.exec(of('FROM')[0]?.text ?? '') ?? [];
    expect(Number(major)).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)?.[0]));
    expect(new Set(of('FROM').map(({ text }) => text.split(' ')[0])).size).toBe(1);
  });

  test('starts the program with words that it understands, as an ordinary user, so that it hears signals', () => {
    const entry = JSON.parse(last('ENTRYPOINT')) as string[];
    expect(entry.at(-1)).toBe('dist/cli/main.js');
    expect(misunderstood(JSON.parse(last('CMD')))).toEqual([]);
    const user = instructions.findIndex(({ word }) => word === 'USER');
    expect(instructions[user]?.text).toBe('node');
    expect(instructions.slice(user).map(({ word }) => word)).not.toContain('RUN');
    const pairs = last('ENV')
      .split(' ')
      .map((pair) => pair.split('=', 2));
    expect(refused(Object.fromEntries(pairs))).toEqual([]);
    expect(last('VOLUME')).toBe(Object.fromEntries(pairs)['ALMAGEST_HOME']);
    expect(last('EXPOSE')).toBe(Object.fromEntries(pairs)['PORT']);
  });
});

interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: object;
  readonly read_only?: boolean;
}

describe('compose.yaml', () => {
  const { services, volumes } = parse(read('compose.yaml'), { merge: true }) as Compose;

  test('speaks of services, volumes and files that are there', () => {
    expect(Object.keys(services).sort()).toEqual(['database', 'proxy', 'server', 'worker']);
    for (const [name, service] of Object.entries(services)) {
      expect(service.image, name).toBeTruthy();
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(Object.keys(services)).toContain(other);
        expect(condition).toBe('service_healthy');
      }
      if (service.build) expect(existsSync(join(FOLDER, service.build.context, service.build.dockerfile))).toBe(true);
      for (const mounted of service.volumes ?? []) {
        const [source = ''] = mounted.replace(/\$\{\w+:-([^}]*)\}/, '$1').split(':');
        if (/^\w+$/.test(source)) expect(Object.keys(volumes)).toContain(source);
        else if (source.startsWith('./')) expect(existsSync(join(FOLDER, source)), source).toBe(true);
      }
    }
  });

  test('starts the program with words and settings that it understands', () => {
    for (const name of ['server', 'worker'] as const) {
      expect(misunderstood(services[name]?.command ?? [])).toEqual([]);
      expect(refused(services[name]?.environment ?? {})).toEqual([]);
      expect(services[name]?.read_only).toBe(true);
    }
    expect(services['server']?.command).toContain('--no-worker');
    expect(services['database']?.healthcheck).toBeTruthy();
  });

  test('holds no password, and opens no port to the world', () => {
    expect(read('compose.yaml')).not.toMatch(/PASSWORD: (?!\$\{)/);
    expect(read('compose.yaml')).toMatch(/\$\{POSTGRES_PASSWORD:\?/);
    const open = Object.values(services).flatMap(({ ports = [] }) => ports);
    expect(open.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });
});

describe('nginx.conf', () => {
  const text = read('nginx.conf').replaceAll(/#.*$/gm, '');

  test('is made of directives in blocks that are closed', () => {
    let depth = 0;
    for (const line of text.split('\n').map((written) => written.trim())) {
      if (line === '') continue;
      expect(line).toMatch(/[;{}]$/);
      depth += line.endsWith('{') ? 1 : line === '}' ? -1 : 0;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
  });

  test('tells the server who asked for what, and lets nobody else tell it', () => {
    for (const header of ['X-Forwarded-For $remote_addr', 'X-Forwarded-Host $http_host', 'X-Forwarded-Proto $scheme'])
      expect(text).toContain(`proxy_set_header ${header};`);
    for (const header of ['Forwarded', 'X-Forwarded-Prefix']) expect(text).toContain(`proxy_set_header ${header} "";`);
    expect(text).toContain('proxy_pass_header Server;');
    // The networks of Docker are among those that are trusted when nothing is said.
    expect(networkTest(SETTING_TABLE.trustedProxies.fallback)('172.18.0.5')).toBe(true);
  });

  test('lets through what is allowed, and answers that take their time', () => {
    const most = Number(/client_max_body_size (\d+)m;/.exec(text)?.[1]) * 1e6;
    expect(most).toBeGreaterThan(SETTING_TABLE.uploadBytes.fallback);
    expect(Number(/proxy_read_timeout (\d+)s;/.exec(text)?.[1])).toBeGreaterThan(SETTING_TABLE.syncSeconds.fallback);
    expect(text).toMatch(/location = \/metrics \{\s*return 403;/);
    for (const directive of ['proxy_buffering off;', 'proxy_request_buffering off;']) expect(text).toContain(directive);
  });
});
