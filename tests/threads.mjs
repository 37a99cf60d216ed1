import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transformSync } from 'rolldown/utils';

/**
 * A thread that a test starts from source. Node takes the types out of it in WebAssembly, and V8 keeps one register of such code for all
 * threads of a process, whose check is known to fail now and then when several come and go: the whole process ends with SIGTRAP. A run of all
 * tests has ended so, and nothing else was found that would end it. Vite's own compiler does it instead; a built server has no WebAssembly in
 * its threads.
 */
if (!isMainThread) {
  registerHooks({
    load: (url, context, next) => {
      if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
      const path = fileURLToPath(url);
      const { code, errors } = transformSync(path, readFileSync(path, 'utf8'));
      const [error] = errors;
      if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
      return { format: 'module', shortCircuit: true, source: code };
    },
  });
}
