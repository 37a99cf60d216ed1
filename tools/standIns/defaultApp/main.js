// Stands in for Electron's own default application, which packaged applications leave out: `electron [-r FILE] [switches] FILE`.
// A module, and it awaits the given file: schemes can be declared only until the first module has been run to its end.
import { app } from 'electron';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @param {readonly string[]} given */
const takeArguments = (given) => {
  const preloads = [];
  for (let at = 0; at < given.length; at += 1) {
    if (given[at] === '-r') preloads.push(resolve(given[(at += 1)]));
    else if (!given[at].startsWith('-')) return { preloads, file: resolve(given[at]) };
  }
  return { preloads, file: null };
};

const { preloads, file } = takeArguments(process.argv.slice(1));
const require = createRequire(import.meta.url);
for (const preload of preloads) require(preload);

if (file === null) {
  process.stderr.write('electron: no file to run was given\n');
  app.exit(1);
} else {
  // Tells the program that the first arguments are Electron's and not its own.
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    process.stderr.write(`electron: ${file} could not be run\n${error.stack ?? error}\n`);
    app.exit(1);
  }
}
