import { fail } from '../../core/error.ts';
import { didYouMean } from '../../core/suggest.ts';
import { progressObserver } from '../progress.ts';
import { USER_ACTIONS } from '../user-actions.ts';
import type { Verb } from '../verb.ts';
import { withDatabase } from '../with-database.ts';

const NAMES = Object.keys(USER_ACTIONS);

export const user: Verb = {
  name: 'user',
  operands: '<action> [name]',
  summary: `who can say who they are, and what they may do: ${NAMES.join(', ')}`,
  options: [
    { flags: '--groups <names>', description: 'add: groups that the user is put into, with commas between' },
    {
      flags: '--password-stdin',
      description: 'add, password: read the password from standard input; else one is made',
    },
    { flags: '--days <number>', description: 'token: how long it is valid; else for ever' },
    { flags: '--note <text>', description: 'token: what it is for' },
    { flags: '--revoke <id>', description: 'token: make this one invalid' },
    { flags: '--add <users>', description: 'group: put users into it, with commas between' },
    { flags: '--drop <names>', description: 'group: take users out of it; tables: delete this one' },
    {
      flags: '--allow <bounds>',
      description:
        'group: settings that are other for its members, such as maxrecHard=1000000,runningJobs=4; NAME= ends it',
    },
    { flags: '--remove', description: 'group: remove it; tables that are for it alone are then for nobody' },
  ],
  settings: ['databaseUrl', 'home'],
  examples: [
    'user add ada --groups hess,ctao',
    'user token ada --days 90 --note "notebook"',
    'user group hess --allow maxrecHard=50000000,jobSeconds=86400',
    'user group anonymous --allow queuedJobs=100',
    'user list',
    'user tables ada',
  ],
  async run({ operands: [action = '', name], options, configuration: { settings }, terminal, stdin }) {
    const carryOut = USER_ACTIONS[action];
    if (!carryOut)
      fail('C104', `there is no action "${action}"`, {
        hint: didYouMean(action, NAMES) ?? `There are ${NAMES.join(', ')}.`,
      });
    const observe = progressObserver({ ...terminal, json: false, quiet: true });
    return withDatabase(settings, observe, (database) => carryOut({ database, name, options, terminal, stdin }));
  },
};
