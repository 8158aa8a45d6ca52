/** A process that needs the services of the state directory it is given, until it is killed. */
import { up } from './index.ts';

const [, , stateDirectory] = process.argv;
if (stateDirectory === undefined) throw new Error('usage: test-owner-main.ts <state directory>');
await up({
  stateDirectory,
  ownerPid: process.pid,
  profile: 'test',
  environment: { PATH: process.env['PATH'] },
});
console.log('up');
setInterval(() => {}, 60_000);
