import { runCli } from './cli.ts';
import { endQuietlyWithoutReader } from './terminal/output.ts';

endQuietlyWithoutReader();
// Not process.exit: what was written to a pipe may still be on its way.
process.exitCode = await runCli(process.argv.slice(2));
